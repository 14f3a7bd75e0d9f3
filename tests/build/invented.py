"""Two invented editions of one list, as tables."""

HEADER = "code,parent,level,label,text,lang,note_kind,regime,status\n"
OLDER = HEADER + (
    "9X999,,,,Invented things as follows:,en,,,\n9X999.a,,,,Zorbs;,en,,,\n9X999.b,,,,Glims.,en,,,\n"
)
NEWER = OLDER.replace("Zorbs;", "[Reserved]") + "9X999.c,,,,Wibs (CAS 7732-18-5).,en,,,\n"
FREE = "zz-list"
