"""Findings in the forms that other programs and people take: SARIF, JUnit, annotations, a page."""
