"""Tables of law: base rates with dates, the industry classification, instruments and the glossary."""
