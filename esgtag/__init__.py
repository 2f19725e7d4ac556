"""esgtag: KPI records in, machine-readable ESG disclosure out."""

__version__ = "0.1.0"
