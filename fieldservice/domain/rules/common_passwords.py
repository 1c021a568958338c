"""What is tried first: words that stand, with digits or signs around them, at the head of every list of
common passwords, in English and the languages of the program, and walks over the keys.
"""

_ENGLISH = """
password passw0rd passwort pass word secret letmein welcome login admin administrator root user guest test
testing tester default changeme change access master superuser super manager service support helpdesk office
company computer internet windows linux google facebook microsoft apple samsung android iphone network server
system desktop keyboard monkey dragon football baseball basketball hockey soccer golfer tennis killer shadow
sunshine princess flower lovely iloveyou loveyou lovers love angel angels baby babygirl jesus christ heaven
freedom whatever nothing trustno starwars batman superman spiderman pokemon matrix hello hellohello goodbye
summer winter spring autumn january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday morning evening michael michelle jennifer jessica
jordan daniel thomas robert andrew joshua matthew charlie george william richard nicole ashley amanda samantha
hannah london paris berlin america england liverpool arsenal chelsea barcelona realmadrid juventus mustang
ferrari porsche mercedes corvette yamaha harley cheese cookie chocolate banana orange pepper ginger buster
tigger maggie bailey snoopy mickey pumpkin silver golden purple yellow rainbow diamond crystal phoenix
thunder hunter ranger soldier warrior wizard merlin magic lucky happy smile peaches butterfly computer
fieldservice fieldservicefieldservice dispatcher coordinator technician qwerty qwertz azerty asdfgh zxcvbn
abcdef abcd1234 abc123 a1b2c3d4 aa123456 qwe123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsx q1w2e3r4 zaq12wsx pass123
"""
_POLISH = """
haslo mojehaslo polska polak warszawa krakow wroclaw poznan gdansk kochanie kocham kochamcie misiek
myszka kasia basia agnieszka monika marcin mateusz bartek karolina natalia zuzanna dupa dupadupa kurwa serwis
serwisant biuro firma zima lato wiosna jesien styczen
"""
_CZECH = """
heslo mojeheslo praha brno ostrava cesko slovensko martin lucie tereza katerina jirina milacek miluju kocicka
pejsek zima leto jaro podzim servis technik kancelar ahoj ahojky nevim slunicko
"""
_SPANISH = """
contrasena micontrasena clave secreto hola holahola teamo tequiero amor amorcito corazon princesa estrella
 mariposa alejandro alejandra carlos daniela fernando gabriela roberto barcelona madrid valencia sevilla
verano invierno otono primavera servicio tecnico oficina empresa
"""
_PORTUGUESE = """
senha minhasenha palavrapasse palavra-passe segredo amoreterno amor saudade benfica sporting porto lisboa
portugal brasil saopaulo corinthians flamengo palmeiras gabriel mariana rafael beatriz verao inverno outono
servico tecnico escritorio empresa
"""

COMMON_WORDS = frozenset(f"{_ENGLISH} {_POLISH} {_CZECH} {_SPANISH} {_PORTUGUESE}".split())

WALKS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1q2w3e4r5t6z7u8i9o0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "147258369",
    "741852963",
    "789456123",
)
