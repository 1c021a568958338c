"""Words of the generated company: Polish, Czech and English, as a desk in Central Europe meets them."""


def _parted(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


GIVEN_NAMES = _parted(
    "Anna|Marek|Ewa|Jan|Zofia|Piotr|Łucja|Stanisław|Małgorzata|Wojciech|Jiří|Kateřina|Tomáš|Zdeněk|"
    "Božena|Přemysl|Alice|Oliver|George|Emily|Świętosława|Krzysztof|Żaneta|Šárka|Ondřej|Hynek"
)
FAMILY_NAMES = _parted(
    "Kowal|Lis|Sowa|Bąk|Wałęsa|Stępień|Jeka|Zając|Gołąb|Świder|Żak|Ćwik|Novák|Dvořák|Černý|Růžička|Kříž|"
    "Říha|Šťastný|Hájek|Smith|Taylor|Walker|Hughes|Fletcher|Wiśniewski|Łuczak|Ptáček|Žižka|"
    "Brzęczyszczykiewicz"
)
TRADES = _parted(
    "Zakłady Mleczarskie|Drukarnia|Hotel|Szpital Powiatowy|Piekarnia|Browar|Cukrownia|Hutnictwo|"
    "Spółdzielnia|"
    "Pivovar|Strojírny|Nemocnice|Pekárna|Tiskárna|Sklárny|Školní jídelna|Teplárna|"
    "Brewery|Bakery|Printing House|Cold Store|Foundry|Laundry|Packaging|Logistics"
)
LEGAL_FORMS = ("sp. z o.o.", "S.A.", "sp. j.", "s.r.o.", "a.s.", "Ltd", "plc")
CITIES = _parted(
    "Warszawa|Łódź|Poznań|Gdańsk|Wrocław|Kraków|Białystok|Rzeszów|Szczecin|Żory|Praha|Brno|Ostrava|Plzeň|"
    "Olomouc|Liberec|České Budějovice|Leeds|Bristol|York"
)
STREETS = _parted("Długa|Polna|Łąkowa|Świerkowa|Żytnia|Hlavní|Nádražní|Květná|Příčná|Station|Mill|Church")
SITE_NAMES = _parted(
    "Hala produkcyjna|Kotłownia|Biuro|Magazyn wysokiego składu|Chłodnia|Výrobní hala|Kotelna|Sklad|Kuchyně|"
    "Server room|Boiler house|Loading dock"
)
CATEGORIES = {
    "Sprężarka": ("Kaeser SK 22", "Atlas Copco GA 15", "Boge C 20"),
    "Kocioł": ("Viessmann Vitocrossal 300", "Buderus Logano", "Junkers Suprapur"),
    "Pompa": ("Grundfos CR 10", "Wilo Helix V", "KSB Movitec"),
    "Drukarka": ("Kyocera TASKalfa 3554ci", "Ricoh IM C3000", "Brother HL-L6400"),
    "Klimatyzator": ("Daikin VRV 5", "Mitsubishi City Multi", "LG Multi V"),
    "Chladicí box": ("Viessmann TectoCell", "Linde Monoblok", "Bitzer Ecostar"),
    "Výtah": ("Schindler 3300", "Kone MonoSpace", "Otis Gen2"),
    "Server": ("Dell PowerEdge R750", "HPE ProLiant DL380", "Lenovo SR650"),
    "Forklift": ("Linde E20", "Toyota Traigo 48", "Jungheinrich EFG 216"),
    "Dishwasher": ("Winterhalter PT-M", "Meiko M-iClean", "Hobart AMX"),
}
FAULTS = _parted(
    "nie startuje|stoi od rana|głośno pracuje|wyciek oleju|błąd E-47 na wyświetlaczu|nie trzyma ciśnienia|"
    "przegrzewa się|żółta lampka|nejde zapnout|hlučný chod|teče voda|ztráta tlaku|přehřívá se|porucha řízení|"
    "zaseklé dveře|does not start|leaks oil|makes a grinding noise|loses pressure|overheats|shows error 1204|"
    "trips the fuse|paper jam again"
)
STORIES = (
    "Klient prosi o telefon przed przyjazdem, wejście od strony ulicy Łąkowej.",
    "Stoi cała linia, produkcja czeka. Ostatnio to samo było przed dwoma tygodniami.",
    "Zákazník prosí o příjezd ještě dnes, klíče jsou na vrátnici u paní Růžičkové.",
    "Chyba se objevuje jen po ránu, po restartu zmizí asi na hodinu.",
    "The operator heard a loud bang before it stopped; nobody has opened the cover since.",
    "Access only between 10:00 and 14:00, please report to the gatehouse first.",
)
ANSWERS = (
    "Przyjęto. Technik zadzwoni przed przyjazdem.",
    "Wymieniono uszczelkę i filtr, urządzenie pracuje poprawnie.",
    "Závada odstraněna, vyměněn snímač tlaku, zkušební provoz v pořádku.",
    "Part ordered, the customer knows that it takes until Thursday.",
)
BLOCKS = ("Zaległości płatnicze", "Neuhrazené faktury", "Papers missing")
TECHNICIANS = tuple(f"{given} {family}" for given, family in zip(GIVEN_NAMES, FAMILY_NAMES, strict=False))
