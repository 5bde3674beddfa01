"""The words every shelf of the sample shop shares: kinds, models, colours, materials.

A kind is a sort of thing ("family tent"), a model is one maker's version of it, and a product is
a model in one colour. The range_*.py files fill the shelf; generate.py turns it into feeds.
Nothing here draws random numbers: the same files always make the same catalogue.
"""

KINDS = []

# code: (family, English, Spanish as masculine, feminine, masculine plural, feminine plural)
COLOURS = {
    "forest": ("green", "forest green", "verde bosque"),
    "olive": ("green", "olive", "verde oliva"),
    "moss": ("green", "moss green", "verde musgo"),
    "sand": ("brown", "sand", "color arena"),
    "brown": ("brown", "brown", "marrón", "marrón", "marrones", "marrones"),
    "navy": ("blue", "navy", "azul marino"),
    "sky": ("blue", "sky blue", "azul cielo"),
    "petrol": ("blue", "petrol blue", "azul petróleo"),
    "turquoise": ("blue", "turquoise", "azul turquesa"),
    "red": ("red", "red", "rojo", "roja", "rojos", "rojas"),
    "rust": ("red", "rust", "color teja"),
    "coral": ("red", "coral", "color coral"),
    "orange": ("orange", "orange", "naranja"),
    "mustard": ("yellow", "mustard", "color mostaza"),
    "yellow": ("yellow", "yellow", "amarillo", "amarilla", "amarillos", "amarillas"),
    "black": ("black", "black", "negro", "negra", "negros", "negras"),
    "grey": ("grey", "grey", "gris", "gris", "grises", "grises"),
    "graphite": ("grey", "graphite", "gris grafito"),
    "silver": ("grey", "silver", "plateado", "plateada", "plateados", "plateadas"),
    "white": ("white", "white", "blanco", "blanca", "blancos", "blancas"),
    "plum": ("purple", "plum", "color ciruela"),
    "violet": ("purple", "violet", "violeta"),
    "pink": ("pink", "pink", "rosa"),
}

MATERIALS = {
    "polyester": ("polyester", "poliéster"),
    "recycled": ("recycled polyester", "poliéster reciclado"),
    "nylon": ("nylon", "nailon"),
    "ripstop": ("ripstop nylon", "nailon ripstop"),
    "polycotton": ("polycotton", "algodón y poliéster"),
    "cotton": ("cotton", "algodón"),
    "canvas": ("canvas", "lona"),
    "down": ("down", "plumón"),
    "synthetic": ("synthetic fill", "relleno sintético"),
    "merino": ("merino wool", "lana merino"),
    "wool": ("wool", "lana"),
    "fleece": ("fleece", "forro polar"),
    "softshell": ("softshell", "softshell"),
    "leather": ("leather", "piel"),
    "suede": ("suede", "serraje"),
    "mesh": ("mesh", "malla"),
    "neoprene": ("neoprene", "neopreno"),
    "rubber": ("rubber", "caucho"),
    "silicone": ("silicone", "silicona"),
    "foam": ("foam", "espuma"),
    "aluminium": ("aluminium", "aluminio"),
    "steel": ("stainless steel", "acero inoxidable"),
    "enamel": ("enamelled steel", "acero esmaltado"),
    "titanium": ("titanium", "titanio"),
    "carbon": ("carbon", "carbono"),
    "glass": ("glass", "vidrio"),
    "plastic": ("plastic", "plástico"),
    "copolyester": ("copolyester", "copoliéster"),
    "bamboo": ("bamboo", "bambú"),
    "paper": ("waterproof paper", "papel impermeable"),
    "pvc": ("PVC", "PVC"),
    "tpu": ("TPU", "TPU"),
}

WEARERS = {
    "men": ("men's ", " de hombre", "male", "adult"),
    "women": ("women's ", " de mujer", "female", "adult"),
    "kids": ("kids' ", None, "unisex", "kids"),
}


def kind(code, english, spanish, number, path, google, shape, **traits):
    """Opens a shelf: `number` is ms, fs, mp or fp, the Spanish noun's gender and number."""
    assert number in ("ms", "fs", "mp", "fp"), code
    assert all(existing["code"] != code for existing in KINDS), code
    shelf = {"code": code, "english": english, "spanish": spanish, "number": number,
             "path": path, "google": google, "shape": shape, "models": [],
             "activity": "hiking", "season": "all_year", "waterproof": "no", "level": "regular",
             "whom": "self", "material": "", "goes": "", "refill": 0, "discreet": "no",
             "tail": ("", ""), "age_group": "adult", "gender": "unisex"}
    assert set(traits) <= set(shelf), (code, set(traits) - set(shelf))
    shelf.update(traits)
    KINDS.append(shelf)


def model(brand, name, price, colours, english, spanish, **traits):
    """Puts one maker's version on the shelf opened last; traits override the kind's."""
    entry = {"brand": brand, "name": name, "price": price, "colours": colours.split(),
             "note": (english, spanish), "weight": 0, "persons": "", "size": "", "wearer": ""}
    entry.update(traits)
    KINDS[-1]["models"].append(entry)


def colour_word(code, number):
    """The Spanish colour word that agrees with a noun of that gender and number."""
    forms = COLOURS[code][2:]
    return forms[("ms", "fs", "mp", "fp").index(number)] if len(forms) == 4 else forms[0]
