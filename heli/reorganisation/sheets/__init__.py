"""The workbook of a 机构改革: its columns (`table`), reading it (`reading`), giving it out (`writing`)."""
