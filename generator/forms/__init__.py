"""Writing a disclosure in any of its forms."""
