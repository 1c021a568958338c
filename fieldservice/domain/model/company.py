"""The company itself, as its papers and screens name it: one row."""

from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Base, CodeText, ShortText, UuidPk


class CompanyProfile(Base):
    """Name and address for papers, and how things are written here.

    Empty country, zone and currency mean those of the desk. `first_weekday` is 1 for Monday, 0 for what the
    country usually begins with; `number_digits` is how many digits a ticket number has at least.
    """

    __tablename__ = "company_profile"

    id: Mapped[UuidPk]
    name: Mapped[ShortText] = mapped_column(default="")
    street: Mapped[ShortText] = mapped_column(default="")
    postal_code: Mapped[CodeText] = mapped_column(default="")
    city: Mapped[ShortText] = mapped_column(default="")
    tax_id: Mapped[CodeText] = mapped_column(default="")
    phone: Mapped[CodeText] = mapped_column(default="")
    email: Mapped[ShortText] = mapped_column(default="")
    website: Mapped[ShortText] = mapped_column(default="")
    country: Mapped[CodeText] = mapped_column(default="")
    zone: Mapped[CodeText] = mapped_column(default="")
    currency: Mapped[CodeText] = mapped_column(default="")
    first_weekday: Mapped[int] = mapped_column(default=0)
    number_digits: Mapped[int] = mapped_column(default=6)
