"""Tools of the workshop; the program itself never imports them."""
