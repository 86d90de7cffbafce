"""The data of a publication: tables, schemas, a project for QGIS, and what each file means."""
