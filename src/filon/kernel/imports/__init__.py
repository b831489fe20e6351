"""Taking over spreadsheets: read, understood column by column, looked at line by line, and written only once somebody says so."""
