"""Carry and travel: packs, bottles, water, finding the way, going away."""
from shelf import kind, model

CAMPING = "Sporting Goods > Outdoor Recreation > Camping & Hiking"
PACKS = "Luggage & Bags > Backpacks"
BOTTLES = "Home & Garden > Kitchen & Dining > Food & Beverage Carriers"

kind("daypack", "day pack", "mochila de día", "fs", ("Packs > Day packs", "Mochilas > Mochilas de día"), PACKS, "pack",
     material="recycled", level="newcomer", goes="raincover bottle",
     tail=("A mesh back panel keeps the cloth off your shirt.",
           "La espalda de malla separa la mochila de la camiseta."))
model("Brezal", "Zurrón 18", 44.95, "mustard navy", "School on weekdays, sandwiches and a jumper on Sundays.",
      "De lunes a viernes al colegio; los domingos, con bocadillos y un jersey.", weight=520, size="18 L")
model("Larkfell", "Tor 25", 99.95, "moss rust", "A curved frame, a hip belt with pockets and room for the whole day.",
      "Armazón curvo, cinturón con bolsillos y espacio para el día entero.", weight=980, size="25 L", level="regular")
model("Larkfell", "Tor 22", 99.95, "plum petrol", "A shorter back and narrower straps, with the same airy frame.",
      "Espalda más corta y hombreras más estrechas, con el mismo armazón ventilado.", weight=940, size="22 L", level="regular",
      wearer="women")
model("Quebrada", "Bajada 20", 69.95, "graphite orange", "A plain sack that opens wide for rope and rack and lies flat against the back.",
      "Un saco sencillo que se abre del todo para la cuerda y el material y se pega a la espalda.", weight=620, size="20 L",
      activity="climbing", level="expert")

kind("trekpack", "trekking backpack", "mochila de trekking", "fs", ("Packs > Trekking packs", "Mochilas > Mochilas de trekking"),
     PACKS, "pack", material="nylon", goes="raincover drybag bottle",
     tail=("The back length adjusts in a minute, with the pack on.",
           "El largo de la espalda se ajusta en un minuto, con la mochila puesta."))
model("Larkfell", "Drover 55", 199, "moss petrol", "Fifty-five litres that ride on the hips and not on the shoulders.",
      "Cincuenta y cinco litros que descansan en las caderas y no en los hombros.", weight=1750, size="55 L")
model("Larkfell", "Drover 65", 219, "graphite", "For a week without shops, with a bottom compartment for the sleeping bag.",
      "Para una semana sin tiendas, con un compartimento inferior para el saco.", weight=1950, size="65 L", level="expert")
model("Brezal", "Peregrina 40", 109, "sky rust", "Made with people who had just walked to Santiago, so the pockets are where hands look for them.",
      "Diseñada con gente recién llegada a Santiago: los bolsillos están donde la mano los busca.", weight=1280, size="40 L",
      level="newcomer")
model("Petrel Norte", "Vencejo 45", 249, "white", "Seven hundred grams, no lid, no frills and a roll top that laughs at rain.",
      "Setecientos gramos, sin tapa ni adornos, y un cierre enrollable que se ríe de la lluvia.", weight=710, size="45 L",
      level="expert", waterproof="yes")

kind("kidpack", "kids' backpack", "mochila infantil", "fs", ("Packs > Kids' packs and carriers", "Mochilas > Mochilas infantiles y portabebés"),
     PACKS, "pack", activity="family_camping", level="newcomer", whom="children", age_group="kids", material="recycled",
     goes="bottle")
model("Pipistrel", "Explorer 8", 34.95, "orange turquoise", "A whistle, a chest strap and exactly enough room for a bear.",
      "Silbato, correa de pecho y el espacio justo para un osito.", weight=320, size="8 L", name_es="Explorador 8")
model("Pipistrel", "Explorer 14", 44.95, "violet", "For the walker who now carries their own lunch.",
      "Para quien ya lleva su propia comida.", weight=430, size="14 L", name_es="Explorador 14")

kind("carrier", "child carrier", "mochila portabebés", "fs",
     ("Packs > Kids' packs and carriers", "Mochilas > Mochilas infantiles y portabebés"),
     "Baby & Toddler > Baby Transport > Baby Carriers", "pack", activity="family_camping", whom="family", level="newcomer",
     material="polyester", season="summer", goes="sunscreen hat")
model("Larkfell", "Shoulder Seat", 259, "petrol", "A high seat with a sunshade, a kickstand and a view over the parent.",
      "Un asiento alto con parasol, pata de apoyo y vistas por encima de los padres.", weight=3100, size="up to 20 kg",
      name_es="Mirador")

kind("raincover", "pack rain cover", "funda impermeable para mochila", "fs", ("Packs > Pack accessories", "Mochilas > Accesorios"),
     CAMPING, "cover", waterproof="yes", material="nylon", level="newcomer")
model("Brezal", "Capucha 20-35", 14.95, "orange olive", "It lives in a pouch the size of an egg until the sky turns dark.",
      "Vive en una bolsita del tamaño de un huevo hasta que el cielo se pone negro.", weight=70, size="20-35 L")
model("Brezal", "Capucha 45-70", 19.95, "yellow", "A bright cover for big packs, strapped so that wind cannot take it.",
      "Una funda bien visible para mochilas grandes, sujeta para que el viento no se la lleve.", weight=105, size="45-70 L")

kind("poles", "trekking poles", "bastones de trekking", "mp", ("Hiking > Trekking poles", "Senderismo > Bastones"),
     CAMPING + " > Hiking Poles", "poles", material="aluminium", goes="boot gaiter")
model("Brezal", "Tercera Pierna", 39.95, "petrol red", "A telescopic pair with cork grips that spares the knees on the way down.",
      "Un par telescópico con empuñaduras de corcho que cuida las rodillas en las bajadas.", weight=520, level="newcomer")
model("Petrel Norte", "Junco", 149, "black", "Folding carbon, 290 grams the pair, ready in two clicks.",
      "Carbono plegable, 290 gramos el par, listos en dos clics.", weight=290, material="carbon", level="expert",
      activity="trail_running")
model("Nivara", "Travesía", 99.95, "yellow", "Wide baskets and long foam grips for snowshoes and steep traverses.",
      "Rosetas anchas y empuñaduras largas de espuma para raquetas y medias laderas.", weight=470, activity="winter", season="winter")

kind("bottle", "water bottle", "botella de agua", "fs", ("Water > Bottles", "Agua > Botellas"), BOTTLES + " > Water Bottles",
     "bottle", material="copolyester", level="newcomer")
model("Manantial", "Clara, 1 L", 12.95, "sky orange", "Wide mouth, clear marks, unbreakable by ordinary people.",
      "Boca ancha, marcas claras e irrompible para la gente normal.", weight=175, size="1 L")
model("Manantial", "Acero, 0.75 L", 24.95, "forest silver", "Single-wall steel that can stand on a stove in an emergency.",
      "Acero de una sola pared que en una emergencia puede ponerse al fuego.", weight=190, size="0.75 L", material="steel",
      name_es="Acero, 0,75 L")
model("Pipistrel", "Sip, 0.4 L", 14.95, "turquoise pink", "A bite valve that does not leak into the school books.",
      "Una boquilla que no gotea sobre los libros del cole.", weight=95, size="0.4 L", whom="children", age_group="kids",
      name_es="Sorbo, 0,4 L")

kind("flask", "vacuum flask", "termo", "ms", ("Water > Flasks", "Agua > Termos"), BOTTLES + " > Thermoses", "flask",
     material="steel", season="winter", activity="winter", goes="mug")
model("Manantial", "Lumbre, 0.5 L", 29.95, "graphite red", "Twelve hours hot, and a cup for a lid.",
      "Doce horas caliente y con una taza por tapa.", weight=310, size="0.5 L", name_es="Lumbre, 0,5 L")
model("Manantial", "Lumbre, 1 L", 39.95, "forest", "A litre of soup for the top, a hand loop for the way.",
      "Un litro de caldo para la cima y un asa para el camino.", weight=520, size="1 L", whom="family")
model("Vereda", "Tres Tazas", 44.95, "white navy", "Our gift favourite: a flask with two cups in a cotton bag.",
      "El favorito para regalar: un termo con dos tazas en una bolsa de algodón.", weight=680, size="0.75 L", whom="couple",
      activity="travel", level="newcomer")

kind("bladder", "hydration bladder", "bolsa de hidratación", "fs", ("Water > Hydration", "Agua > Hidratación"), BOTTLES,
     "bladder", material="tpu", activity="cycling", season="summer")
model("Manantial", "Sorbo, 2 L", 34.95, "sky", "Two litres on your back, a drink without stopping.",
      "Dos litros a la espalda y un trago sin pararse.", weight=160, size="2 L")
model("Manantial", "Sorbo, 3 L", 39.95, "sky", "Three litres for desert rides, with a hose that unclips for filling.",
      "Tres litros para rutas por el desierto, con un tubo que se desengancha para rellenar.", weight=190, size="3 L", level="expert")

kind("softflask", "soft flask", "botella blanda", "fs", ("Water > Hydration", "Agua > Hidratación"), BOTTLES, "bladder",
     material="tpu", activity="trail_running", level="expert")
model("Zarpa", "Gota 500", 19.95, "sky", "It shrinks as you drink, so nothing sloshes.",
      "Se encoge a medida que bebes: nada se mueve.", weight=34, size="0.5 L")

kind("filter", "water filter", "filtro de agua", "ms", ("Water > Treatment", "Agua > Tratamiento"),
     CAMPING + " > Portable Water Filters & Purifiers", "filter", material="plastic", goes="tablet bottle")
model("Manantial", "Fuente", 44.95, "sky", "Squeeze a litre a minute through hollow fibre; bacteria stay behind.",
      "Un litro por minuto a través de fibra hueca; las bacterias se quedan fuera.", weight=85)
model("Manantial", "Fuente Base", 89.95, "petrol", "Hang the bag in a tree and four people drink without pumping.",
      "Cuelga la bolsa de un árbol y beberán cuatro personas sin bombear.", weight=410, whom="family", activity="family_camping")

kind("tablet", "water purification tablets", "pastillas potabilizadoras", "fp", ("Water > Treatment", "Agua > Tratamiento"),
     CAMPING + " > Portable Water Filters & Purifiers", "pills", activity="travel", refill=120)
model("Manantial", "Gota Clara, 50 tablets", 11.95, "", "One tablet, one litre, thirty minutes, no taste to speak of.",
      "Una pastilla, un litro, treinta minutos y apenas sabor.", weight=30, name_es="Gota Clara, 50 pastillas")

kind("compass", "compass", "brújula", "fs", ("Hiking > Navigation", "Senderismo > Orientación"),
     CAMPING + " > Navigational Compasses", "compass", material="plastic", goes="map")
model("Miralejos", "Rumbo", 24.95, "red", "A base-plate compass with scales for the maps you really use.",
      "Brújula de base transparente con las escalas de los mapas que se usan de verdad.", weight=42, level="newcomer")
model("Miralejos", "Rumbo Pro", 64.95, "black", "A sighting mirror, a clinometer and a needle that settles at once.",
      "Espejo de mira, clinómetro y una aguja que se calma al instante.", weight=78, level="expert")

kind("map", "trail map", "mapa de senderos", "ms", ("Hiking > Navigation", "Senderismo > Orientación"),
     "Media > Books", "map", material="paper", waterproof="yes", level="newcomer")
model("Vereda", "Picos de Europa 1:25,000", 14.95, "", "Every path, spring and hut, on paper that survives the rain.",
      "Todos los senderos, fuentes y refugios, en un papel que sobrevive a la lluvia.", weight=75, name_es="Picos de Europa 1:25.000")
model("Vereda", "Ordesa 1:25,000", 14.95, "", "The canyon and its balconies, with walking times tested by slow people.",
      "El cañón y sus fajas, con horarios comprobados por gente tranquila.", weight=75, name_es="Ordesa 1:25.000")
model("Vereda", "Sierra Nevada 1:40,000", 16.95, "", "From the Alpujarra to the summits, with winter routes on the back.",
      "De la Alpujarra a las cumbres, con las rutas de invierno al dorso.", weight=80, activity="winter", name_es="Sierra Nevada 1:40.000")

kind("gps", "hand-held GPS", "GPS de mano", "ms", ("Hiking > Navigation", "Senderismo > Orientación"),
     "Electronics > GPS Navigation Systems", "gps", waterproof="yes", level="expert", material="plastic", goes="battery")
model("Miralejos", "Norte 3", 289, "graphite", "Buttons you can press in gloves and a battery that outlasts the tour.",
      "Botones que se pulsan con guantes y una batería que dura más que la travesía.", weight=210)

kind("binoculars", "binoculars", "prismáticos", "mp", ("Hiking > Optics", "Senderismo > Óptica"),
     "Cameras & Optics > Optics > Binoculars", "binoculars", waterproof="yes", level="newcomer", material="rubber")
model("Miralejos", "Quebrantahuesos 8x32", 149, "forest", "Bright, close-focusing glasses for birds, chamois and the hut on the other side.",
      "Luminosos y de enfoque cercano, para las aves, los rebecos y el refugio de enfrente.", weight=520)
model("Pipistrel", "Curious 6x21", 29.95, "yellow", "Rubber all over, easy to focus, made to be dropped.",
      "Forrados de goma, fáciles de enfocar y hechos para caerse.", weight=190, whom="children", age_group="kids",
      activity="family_camping", name_es="Curioso 6x21")

kind("travelpack", "travel backpack", "mochila de viaje", "fs", ("Travel > Travel packs", "Viaje > Mochilas de viaje"), PACKS, "pack",
     activity="travel", material="recycled", goes="cubes padlock towel")
model("Brezal", "Andén 40", 119, "black olive", "Opens like a suitcase and fits the strictest cabin.",
      "Se abre como una maleta y entra en la cabina más estricta.", weight=1250, size="40 L")
model("Larkfell", "Ferry 60", 179, "petrol", "Straps that hide for the conveyor belt and a day pack that zips on.",
      "Hombreras que se esconden para la cinta de equipajes y una mochila de día acoplada con cremallera.", weight=2100, size="60 L",
      level="expert")

kind("duffel", "duffel bag", "bolsa de viaje", "fs", ("Travel > Duffels", "Viaje > Bolsas"), "Luggage & Bags > Duffel Bags",
     "duffel", activity="travel", waterproof="splash", material="tpu", goes="cubes padlock")
model("Larkfell", "Cargo 60", 119, "orange black", "Thick laminated cloth for roof racks, boats and baggage handlers.",
      "Tejido laminado grueso para bacas, barcos y personal de aeropuerto.", weight=1150, size="60 L")
model("Brezal", "Finde 35", 59.95, "mustard", "The bag that is always half packed.",
      "La bolsa que siempre está a medio hacer.", weight=690, size="35 L", level="newcomer", material="recycled")

kind("cubes", "packing cubes", "organizadores de maleta", "mp", ("Travel > Travel accessories", "Viaje > Accesorios"),
     "Luggage & Bags > Luggage Accessories", "cubes", activity="travel", level="newcomer", material="ripstop")
model("Brezal", "Trío", 24.95, "coral", "Three sizes that bring order without weight.",
      "Tres tamaños que ponen orden sin añadir peso.", weight=140)

kind("towel", "travel towel", "toalla de viaje", "fs", ("Travel > Travel accessories", "Viaje > Accesorios"),
     "Home & Garden > Linens & Bedding > Towels", "towel", activity="travel", level="newcomer", material="polyester")
model("Brezal", "Secado", 17.95, "turquoise", "Dries you, then itself, in half an hour.",
      "Te seca a ti y luego se seca sola en media hora.", weight=190, size="60 x 120 cm")
model("Brezal", "Secado XL", 24.95, "navy", "Big enough for the beach and still small in the pack.",
      "Lo bastante grande para la playa y aun así pequeña en la mochila.", weight=290, size="80 x 150 cm", activity="water")

kind("padlock", "luggage lock", "candado de equipaje", "ms", ("Travel > Travel accessories", "Viaje > Accesorios"),
     "Luggage & Bags > Luggage Accessories", "padlock", activity="travel", level="newcomer", material="steel")
model("Herrero", "Cabo", 12.95, "red", "Three digits and a cable long enough for the luggage rack of a night train.",
      "Tres dígitos y un cable que llega al portaequipajes del tren nocturno.", weight=70)

kind("net", "mosquito net", "mosquitera", "fs", ("Travel > Insect protection", "Viaje > Protección contra insectos"),
     CAMPING + " > Mosquito Nets & Insect Screens", "net", activity="travel", season="summer", material="polyester",
     goes="repellent")
model("Brezal", "Velo", 29.95, "white", "A treated net that hangs from one point and covers a double bed.",
      "Una mosquitera tratada que se cuelga de un solo punto y cubre una cama doble.", weight=450, whom="couple")
model("Brezal", "Velo Cabeza", 9.95, "black", "A head net for midges, worn over any hat.",
      "Una red para la cabeza contra los jejenes, que va sobre cualquier gorro.", weight=32, activity="hiking")
