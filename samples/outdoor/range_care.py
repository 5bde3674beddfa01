"""Care and provisions: what runs out, what mends, what heals, and what people prefer not to name."""
from shelf import kind, model

CAMPING = "Sporting Goods > Outdoor Recreation > Camping & Hiking"
HEALTH = "Health & Beauty > Health Care"
PERSONAL = "Health & Beauty > Personal Care"
FOOD = "Food, Beverages & Tobacco > Food Items"

kind("vest", "running vest pack", "chaleco de hidratación", "ms", ("Running > Vests", "Trail running > Chalecos"),
     "Luggage & Bags > Backpacks", "vest", activity="trail_running", material="mesh", goes="softflask gel")
model("Zarpa", "Brisa 5", 99.95, "black coral", "Sits like a shirt, carries two flasks and a jacket.",
      "Se lleva como una camiseta y carga dos botellas y una chaqueta.", weight=190, size="XS-L")
model("Zarpa", "Ultra 12", 149, "yellow", "Twelve litres, nine pockets and pole loops for the second night out.",
      "Doce litros, nueve bolsillos y portabastones para la segunda noche de carrera.", weight=290, size="S-XL", level="expert")

kind("gel", "energy gels", "geles energéticos", "mp", ("Food > Energy food", "Alimentación > Comida energética"), FOOD, "sachet",
     activity="trail_running", refill=30)
model("Bocado", "Orange, 6 pieces", 11.95, "", "Real juice, thirty grams of carbohydrate, no stomach drama.",
      "Zumo de verdad, treinta gramos de hidratos y ningún drama de estómago.", weight=300, name_es="Naranja, 6 unidades")
model("Bocado", "Coffee, 6 pieces", 12.95, "", "With the caffeine of one espresso, for the last third.",
      "Con la cafeína de un café solo, para el último tercio.", weight=300, level="expert", name_es="Café, 6 unidades")

kind("bar", "energy bars", "barritas energéticas", "fp", ("Food > Energy food", "Alimentación > Comida energética"),
     FOOD + " > Snack Foods", "bar", refill=30, level="newcomer")
model("Bocado", "Fig and Almond, 5 pieces", 8.95, "", "Fig, almond, oats and nothing you cannot pronounce.",
      "Higo, almendra, avena y nada que no sepas pronunciar.", weight=225, name_es="Higo y almendra, 5 unidades")
model("Bocado", "Apple and Cinnamon, 5 pieces", 8.95, "", "Tastes like the crumble you promised the children at the top.",
      "Sabe a la tarta que prometiste a los niños al llegar arriba.", weight=225, activity="family_camping", whom="family",
      name_es="Manzana y canela, 5 unidades")

kind("electrolyte", "electrolyte tablets", "pastillas de electrolitos", "fp",
     ("Food > Energy food", "Alimentación > Comida energética"), FOOD, "pills", activity="cycling", refill=35, season="summer")
model("Bocado", "Lemon Salts, 20 tablets", 7.95, "", "Salt and lemon for the third hour of July.",
      "Sal y limón para la tercera hora de un día de julio.", weight=90, name_es="Sales de limón, 20 pastillas")

kind("meal", "freeze-dried meal", "comida liofilizada", "fs", ("Food > Meals", "Alimentación > Comidas"), FOOD, "sachet",
     refill=45, goes="spork gas", tail=("Add boiling water, wait ten minutes, eat from the bag.",
                                        "Añade agua hirviendo, espera diez minutos y come de la bolsa."))
model("Bocado", "Lentils with Chorizo", 7.95, "", "The stew of the bar at the pass, at 120 grams.",
      "El guiso del bar del puerto, en 120 gramos.", weight=120, name_es="Lentejas con chorizo")
model("Bocado", "Vegetable Curry", 7.95, "", "Chickpeas, spinach and coconut; vegan and properly spiced.",
      "Garbanzos, espinacas y coco; vegana y con especias de verdad.", weight=115, name_es="Curry de verduras")
model("Bocado", "Porridge with Berries", 4.95, "", "Breakfast for people who start before the birds.",
      "El desayuno de quienes salen antes que los pájaros.", weight=85, name_es="Gachas con frutos rojos")

kind("proofer", "waterproofing treatment", "impermeabilizante", "ms", ("Care > Cloth and leather", "Cuidado > Tejido y piel"),
     "Home & Garden > Household Supplies", "spray", refill=150)
model("Cuidalia", "Gota Fuera, 300 ml", 14.95, "", "Fluorine-free proofing that makes rain roll off jackets again.",
      "Impermeabilizante sin flúor que hace que la lluvia vuelva a resbalar.", weight=330, size="300 ml")
model("Cuidalia", "Boot Wax, 100 ml", 11.95, "", "Beeswax and lanolin for leather boots, with a sponge in the lid.",
      "Cera de abeja y lanolina para botas de piel, con esponja en la tapa.", weight=130, size="100 ml", name_es="Cera para botas, 100 ml")

kind("wash", "technical wash", "detergente técnico", "ms", ("Care > Cloth and leather", "Cuidado > Tejido y piel"),
     "Home & Garden > Household Supplies > Laundry Supplies", "dropper", refill=90, level="newcomer")
model("Cuidalia", "Pluma, 250 ml", 12.95, "", "A mild soap that gives tired down its loft back.",
      "Un jabón suave que devuelve el volumen al plumón cansado.", weight=270, size="250 ml")
model("Cuidalia", "Membrana, 500 ml", 13.95, "", "Cleans breathable shells without blocking them.",
      "Limpia las prendas transpirables sin obstruirlas.", weight=530, size="500 ml")

kind("sunscreen", "sunscreen", "crema solar", "fs", ("Care > Skin", "Cuidado > Piel"), PERSONAL + " > Cosmetics > Skin Care",
     "dropper", season="summer", refill=45, level="newcomer")
model("Cuidalia", "Cumbre SPF 50", 15.95, "", "Does not run into the eyes, does not leave a white mask.",
      "No entra en los ojos ni deja una máscara blanca.", weight=110, size="100 ml", activity="hiking")
model("Cuidalia", "SPF 50+", 17.95, "", "A mineral cream for children who will not stand still.",
      "Crema mineral para niños que no se están quietos.", weight=160, size="150 ml", whom="children", age_group="kids",
      activity="family_camping")
model("Cuidalia", "Mar SPF 50", 16.95, "", "Stays on in salt water and is gentle on what lives there.",
      "Resiste el agua salada y respeta lo que vive en ella.", weight=110, size="100 ml", activity="water")

kind("lipbalm", "lip balm", "bálsamo labial", "ms", ("Care > Skin", "Cuidado > Piel"), PERSONAL + " > Cosmetics > Skin Care",
     "stick", activity="winter", season="winter", refill=60, level="newcomer")
model("Cuidalia", "Nieve SPF 30", 4.95, "", "Beeswax against wind, sun and the cold of chairlifts.",
      "Cera de abeja contra el viento, el sol y el frío del telesilla.", weight=12)

kind("repellent", "insect repellent", "repelente de insectos", "ms", ("Care > Insects", "Cuidado > Insectos"),
     "Home & Garden > Household Supplies > Pest Control", "spray", activity="travel", season="summer", refill=40, level="newcomer")
model("Cuidalia", "Lejos, 100 ml", 9.95, "", "Eight hours without mosquitoes or ticks, without harming your watch strap.",
      "Ocho horas sin mosquitos ni garrapatas y sin dañar la correa del reloj.", weight=115, size="100 ml")
model("Cuidalia", "Lejos, 100 ml", 10.95, "", "A milder lotion for children over two.",
      "Una loción más suave para niños mayores de dos años.", weight=115, size="100 ml", whom="children", age_group="kids",
      activity="family_camping")

kind("firstaid", "first-aid kit", "botiquín", "ms", ("Care > First aid", "Cuidado > Primeros auxilios"), HEALTH + " > First Aid",
     "firstaid", material="nylon", waterproof="splash", level="newcomer")
model("Cuidalia", "Sendero", 24.95, "red", "Dressings, scissors, a rescue blanket and a card that says what to do first.",
      "Apósitos, tijeras, manta térmica y una tarjeta que dice qué hacer primero.", weight=280)
model("Cuidalia", "Familia", 39.95, "red", "For five people and two weeks, with tick tweezers and funny plasters.",
      "Para cinco personas y dos semanas, con pinzas para garrapatas y tiritas de dibujos.", weight=620, whom="family",
      activity="family_camping")
model("Petrel Norte", "Rescate", 69.95, "orange", "A guide's kit with splint, tourniquet and room for your own medicines.",
      "El botiquín de un guía, con férula, torniquete y sitio para tu propia medicación.", weight=740, level="expert", activity="winter")

kind("blister", "blister plasters", "apósitos para ampollas", "mp", ("Care > Feet", "Cuidado > Pies"), HEALTH + " > First Aid",
     "plaster", refill=60, discreet="yes", level="newcomer")
model("Cuidalia", "Segunda Piel, 10 pieces", 8.95, "", "Gel cushions that take the pain at once and stay on for days.",
      "Almohadillas de gel que alivian al momento y aguantan varios días.", weight=40, name_es="Segunda Piel, 10 unidades")
model("Cuidalia", "Talón, 6 pieces", 6.95, "", "Shaped for heels, thin enough for running shoes.",
      "Con forma de talón y tan finos que caben en unas zapatillas.", weight=28, activity="trail_running", name_es="Talón, 6 unidades")

kind("bite", "bite relief gel", "gel para picaduras", "ms", ("Care > Insects", "Cuidado > Insectos"), HEALTH + " > First Aid", "dropper",
     season="summer", refill=80, discreet="yes", level="newcomer", activity="family_camping")
model("Cuidalia", "Calma, 30 ml", 7.95, "", "Cools bites and nettle stings, and stops small hands from scratching.",
      "Refresca picaduras y ortigas, y evita que las manos pequeñas se rasquen.", weight=38, size="30 ml", whom="children")

kind("toiletkit", "toilet kit", "kit de aseo para el monte", "ms", ("Care > Hygiene", "Cuidado > Higiene"),
     CAMPING + " > Portable Toilets & Showers", "pouch", discreet="yes", material="nylon", level="newcomer", refill=0)
model("Brezal", "Rincón", 19.95, "olive", "A trowel, paper and sealable bags in a case that looks like a pencil case.",
      "Pala, papel y bolsas con cierre en un estuche que parece de lápices.", weight=190)

kind("toilettent", "privacy tent", "tienda de aseo", "fs", ("Care > Hygiene", "Cuidado > Higiene"),
     CAMPING + " > Portable Toilets & Showers", "tent", discreet="yes", activity="family_camping", whom="family", season="summer",
     level="newcomer", material="polyester", waterproof="yes")
model("Tinaja", "Biombo", 44.95, "forest", "Stands up by itself and gives a shower, a changing room or a quiet minute.",
      "Se abre sola y sirve de ducha, de vestidor o de minuto de tranquilidad.", weight=2400)

kind("funnel", "female urination funnel", "embudo urinario femenino", "ms", ("Care > Hygiene", "Cuidado > Higiene"),
     CAMPING + " > Portable Toilets & Showers", "funnel", discreet="yes", material="silicone", gender="female", season="all_year")
model("Cuidalia", "De Pie", 14.95, "violet", "Soft silicone, a bag to hide it in, and no more cold knees at the belay.",
      "Silicona suave, una bolsa para esconderlo y se acabaron las rodillas frías en la reunión.", weight=45)

kind("incontinence", "absorbent travel underwear", "braguitas absorbentes de viaje", "fp", ("Care > Hygiene", "Cuidado > Higiene"),
     HEALTH + " > Incontinence Aids", "briefs", discreet="yes", material="cotton", gender="female", activity="travel")
model("Cuidalia", "Tranquila", 29.95, "black", "Looks like any other pair, holds a small glass, dries overnight.",
      "Parecen unas cualesquiera, absorben lo que cabe en un vasito y se secan en una noche.", weight=70, size="S-XXL")

kind("bellyband", "pregnancy support belt", "faja de embarazo para caminar", "fs", ("Care > Support", "Cuidado > Sujeción"),
     HEALTH, "belt", discreet="yes", material="nylon", gender="female", whom="self")
model("Cuidalia", "Dulce Espera", 39.95, "graphite pink", "Takes the weight off the lower back on gentle walks, and grows with you.",
      "Descarga la zona lumbar en los paseos suaves y crece contigo.", weight=160, size="S-XL")

kind("chafe", "anti-chafing balm", "bálsamo antirrozaduras", "ms", ("Care > Skin", "Cuidado > Piel"), PERSONAL, "stick",
     discreet="yes", activity="trail_running", refill=60)
model("Cuidalia", "Roce Cero", 9.95, "", "A dry stick for thighs, feet and wherever the seam is.",
      "Barra seca para muslos, pies y donde caiga la costura.", weight=45)

kind("footspray", "shoe deodorant", "desodorante para calzado", "ms", ("Care > Feet", "Cuidado > Pies"), PERSONAL, "spray",
     discreet="yes", refill=90, level="newcomer")
model("Cuidalia", "Refugio en Paz, 150 ml", 8.95, "", "Sprayed at night, forgiven in the morning by the whole hut.",
      "Se aplica por la noche y por la mañana todo el refugio te ha perdonado.", weight=170, size="150 ml")

kind("nasal", "snoring strips", "tiras nasales antirronquidos", "fp", ("Care > Hygiene", "Cuidado > Higiene"), HEALTH, "plaster",
     discreet="yes", refill=40, activity="travel", level="newcomer")
model("Cuidalia", "Noche Común, 20 pieces", 9.95, "", "For dormitories, tents and long marriages.",
      "Para literas, tiendas y matrimonios largos.", weight=20, name_es="Noche Común, 20 unidades")

kind("giftcard", "gift card", "tarjeta regalo", "fs", ("Gifts > Gift cards", "Regalos > Tarjetas regalo"),
     "Arts & Entertainment > Party & Celebration > Gift Giving > Gift Cards & Certificates", "card", activity="travel", level="newcomer",
     material="")
model("Vereda", "Sendero 50", 50, "", "For someone whose mountain you do not know.", "Para alguien cuya montaña no conoces.", weight=5)
model("Vereda", "Cumbre 100", 100, "", "Wrapped in a small map, valid for three years.", "Envuelta en un mapita y válida durante tres años.", weight=5)

kind("book", "guidebook", "guía", "fs", ("Gifts > Books", "Regalos > Libros"), "Media > Books", "book", level="newcomer", goes="map")
model("Vereda", "Fifty Walks with Children", 19.95, "", "Short, shady and with water at the end.",
      "Cortas, con sombra y con agua al final.", weight=380, activity="family_camping", whom="family", name_es="Cincuenta rutas con niños")
model("Vereda", "Huts of the Pyrenees", 24.95, "", "Every staffed and open hut, with what the kitchen is proud of.",
      "Todos los refugios, guardados y libres, y el plato del que presume cada cocina.", weight=420, name_es="Refugios del Pirineo")
model("Vereda", "Winter for Beginners", 22.95, "", "Snow, kit and judgement before the first ridge.",
      "Nieve, material y criterio antes de la primera cresta.", weight=400, activity="winter", season="winter", name_es="Invierno para principiantes")
