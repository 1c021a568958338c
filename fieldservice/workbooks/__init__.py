"""Reading and writing of spreadsheets and text tables, from any hand, safely."""
