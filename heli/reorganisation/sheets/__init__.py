"""The workbook of a 机构改革: columns (`table`), how it is read (`reading`), what is handed out (`writing`)."""
