"""Invented names for people, streets and villages."""

from __future__ import annotations

__all__ = ["LANGUAGES", "MEN", "STREETS", "SURNAMES", "VILLAGES", "WOMEN"]

WOMEN = (
    "Agnes", "Aisha", "Amina", "Beatriz", "Bethan", "Blessing", "Bronwen", "Chiara",
    "Comfort", "Daisy", "Deepika", "Doreen", "Edna", "Efua", "Elżbieta", "Esme",
    "Fatima", "Fiona", "Gloria", "Grace", "Gurpreet", "Hazel", "Ifeoma", "Irena",
    "Ivy", "Jasmine", "Joyce", "Kasia", "Leila", "Lorna", "Mabel", "Maeve",
    "Marjorie", "Mei", "Mercy", "Nadia", "Naomi", "Niamh", "Olive", "Parveen",
    "Precious", "Rosa", "Ruth", "Saoirse", "Shirley", "Siân", "Sunita", "Tamsin",
    "Uzma", "Vera", "Winnie", "Yasmin", "Zofia",
)  # fmt: skip
MEN = (
    "Abdul", "Alun", "Arthur", "Balbir", "Bernard", "Callum", "Chidi", "Cyril",
    "Dafydd", "Desmond", "Dilip", "Emeka", "Ernest", "Farouk", "Gareth", "Gurdev",
    "Harold", "Imran", "Jakub", "Jerome", "Kofi", "Krzysztof", "Leonard", "Liam",
    "Manjit", "Marek", "Matteo", "Nigel", "Omar", "Percy", "Rafael", "Rajesh",
    "Seamus", "Sidney", "Tariq", "Tomasz", "Vikram", "Walter", "Wendell", "Yusuf",
)  # fmt: skip
SURNAMES = (
    "Abara", "Adeyemi", "Ahmed", "Ainsworth", "Akhtar", "Asante", "Barrowclough",
    "Begum", "Bianchi", "Boateng", "Bramhall", "Chaudhry", "Clegg", "Cooper",
    "Dhillon", "Doyle", "Eze", "Fairclough", "Fernandes", "Gallagher", "Grewal",
    "Hargreaves", "Hussain", "Ibrahim", "Jankowski", "Jones", "Kaur", "Kelly",
    "Kowalczyk", "Lacey", "Lin", "Mahmood", "Mensah", "Mistry", "Morgan", "Murphy",
    "Nowak", "Nwosu", "O'Connor", "Okafor", "Osei", "Oyelaran", "Parekh", "Patel",
    "Pritchard", "Quayle", "Rahman", "Rossi", "Sandhu", "Shah", "Sidhu", "Silva",
    "Singh", "Tattersall", "Thompson", "Uddin", "Verma", "Whitlock", "Williams",
    "Wójcik", "Yeboah", "Zielińska",
)  # fmt: skip
STREETS = (
    "Alder Close", "Baker's Yard", "Beech Avenue", "Bobbin Street", "Canal Street",
    "Chandler Road", "Chapel Lane", "Coppice Road", "Cowslip Way", "Dovecote Lane",
    "Ferry Road", "Finch Grove", "Foundry Street", "Glebe Road", "Hawthorn Drive",
    "Kiln Lane", "Larch Road", "Linden Crescent", "Lock Keeper's Row",
    "Malthouse Lane", "Meadow View", "Mill Lane", "Orchard Road", "Paddock Close",
    "Plover Way", "Priory Street", "Quarry Road", "Rowan Avenue", "Saddler Street",
    "Sexton's Walk", "Station Road", "Swallow Rise", "Tanyard Lane",
    "Tithe Barn Road", "Weavers Row", "Well Street", "Willow Bank",
)  # fmt: skip
VILLAGES = (
    "Fallowby", "Nether Pelling", "Long Quernby", "Wickenholt", "Great Hasp",
    "Cold Merrow", "Stoke Larkin", "Ashlow Green", "Easter Holm", "Tansworth Fen",
    "Brindle Cross", "Little Hasp",
)  # fmt: skip
LANGUAGES = {
    "punjabi": 3.0,
    "polish": 3.0,
    "urdu": 2.0,
    "gujarati": 2.0,
    "bengali": 1.0,
    "italian": 1.0,
    "portuguese": 1.0,
    "welsh": 1.0,
    "yoruba": 1.0,
}
"""Languages besides English, by how often they are spoken."""
