"""Wear: shoes, jackets, layers, trousers and the small things that keep weather out."""
from shelf import kind, model

CLOTHES = "Apparel & Accessories > Clothing"
COATS = CLOTHES + " > Outerwear > Coats & Jackets"
EXTRAS = "Apparel & Accessories > Clothing Accessories"
SHOES = "Apparel & Accessories > Shoes"

kind("boot", "hiking boots", "botas de montaña", "fp", ("Footwear > Hiking boots", "Calzado > Botas de montaña"),
     SHOES, "boot", season="three_season", waterproof="yes", material="leather", goes="sock gaiter poles proofer",
     tail=("Can be resoled when the tread is gone.", "Se les puede cambiar la suela cuando se gasta el dibujo."))
model("Caminel", "Sendero Mid", 139, "brown grey", "The boot that needs no breaking in, with a waterproof lining for wet grass and puddles.",
      "Las botas que no hay que domar, con membrana impermeable para la hierba mojada y los charcos.", weight=1020,
      size="40-47", wearer="men", level="newcomer")
model("Caminel", "Sendero Mid", 139, "plum petrol", "A narrower heel and a soft collar, ready for the first long Sunday.",
      "Talón más estrecho y cuello suave, listas para el primer domingo largo.", weight=880, size="36-42",
      wearer="women", level="newcomer")
model("Larkfell", "Moorland Leather", 219, "brown", "One piece of oiled leather, one seam, ten years of bogs.",
      "Una sola pieza de piel engrasada, una sola costura y diez años de barrizales.", weight=1380, size="39-48",
      wearer="men", name_es="Moorland Piel")
model("Larkfell", "Moorland Leather", 219, "brown rust", "Oiled leather on a women's last, stiff enough for a loaded pack.",
      "Piel engrasada sobre horma de mujer, con rigidez suficiente para cargar con mochila.", weight=1180, size="36-43",
      wearer="women", name_es="Moorland Piel")
model("Petrel Norte", "Cuarzo Pro", 329, "orange", "A stiff, insulated boot that takes automatic crampons and cold belays.",
      "Botas rígidas y aisladas, aptas para crampones automáticos y reuniones frías.", weight=1720, size="38-48",
      activity="winter", season="winter", level="expert")

kind("boot-kids", "kids' hiking boots", "botas de montaña infantiles", "fp",
     ("Footwear > Hiking boots", "Calzado > Botas de montaña"), SHOES, "boot", level="newcomer", whom="children",
     age_group="kids", season="three_season", waterproof="yes", material="suede", goes="sock")
model("Pipistrel", "Puddle", 59.95, "turquoise", "Waterproof, quick to fasten and easy to hand down to the next one.",
      "Impermeables, fáciles de abrochar y de heredar.", weight=520, size="26-35", name_es="Charco")
model("Caminel", "Cabrita", 69.95, "forest", "A real sole for small goats who leave the path.",
      "Una suela de verdad para las cabritas que se salen del camino.", weight=560, size="28-37")

kind("shoe", "hiking shoes", "zapatillas de senderismo", "fp",
     ("Footwear > Hiking shoes", "Calzado > Zapatillas de senderismo"), SHOES, "shoe", season="summer", material="mesh",
     level="newcomer", goes="sock daypack")
model("Caminel", "Vega Low", 99.95, "grey olive", "As light as a trainer and far surer on gravel.",
      "Ligeras como unas zapatillas de calle y mucho más seguras en la gravilla.", weight=690, size="40-47", wearer="men")
model("Caminel", "Vega Low", 99.95, "coral sky", "Breathable mesh for summer paths and city weekends.",
      "Malla transpirable para los caminos de verano y los fines de semana en la ciudad.", weight=580, size="36-42", wearer="women")
model("Quebrada", "Placa Approach", 149, "rust graphite", "Sticky rubber at the toe for the scramble between the path and the wall.",
      "Caucho adherente en la puntera para trepar entre el camino y la pared.", weight=760, size="37-46",
      activity="climbing", level="expert", material="suede", name_es="Placa")

kind("trailshoe", "trail running shoes", "zapatillas de trail running", "fp",
     ("Footwear > Trail running shoes", "Calzado > Zapatillas de trail running"), SHOES, "shoe",
     activity="trail_running", material="mesh", goes="sock vest softflask",
     tail=("Five-millimetre lugs shed mud as you go.", "Los tacos de cinco milímetros van soltando el barro."))
model("Zarpa", "Cresta 6", 129, "orange black", "Six millimetres of drop and a rock plate for long, stony days.",
      "Seis milímetros de caída y una placa protectora para los días largos y pedregosos.", weight=560, size="40-47", wearer="men")
model("Zarpa", "Cresta 6", 129, "turquoise violet", "The same rock plate on a women's last, with a roomier toe.",
      "La misma placa protectora en horma de mujer, con más sitio para los dedos.", weight=480, size="36-42", wearer="women")
model("Zarpa", "Rayo", 159, "yellow red", "A race shoe that drains a stream in ten steps and grips on the eleventh.",
      "Zapatillas de carrera que evacuan el agua de un arroyo en diez pasos y agarran en el undécimo.", weight=430,
      size="36-47", level="expert")
model("Caminel", "Primer Trote", 79.95, "sky", "Cushioned and forgiving, for the first kilometres away from the pavement.",
      "Amortiguadas y agradecidas, para los primeros kilómetros lejos del asfalto.", weight=600, size="36-46", level="newcomer")

kind("sock", "hiking socks", "calcetines de montaña", "mp", ("Footwear > Socks", "Calzado > Calcetines"),
     CLOTHES + " > Underwear & Socks > Socks", "sock", material="merino",
     tail=("Flat seams at the toe, nothing to rub.", "Costuras planas en la puntera: nada que roce."))
model("Larkfell", "Merino Crew", 19.95, "grey rust", "Three days without washing and still welcome in the hut.",
      "Tres días sin lavar y siguen siendo bienvenidos en el refugio.", weight=70, size="36-47", name_es="Merino Media Caña")
model("Larkfell", "Merino Thick", 24.95, "navy", "A padded sole for heavy boots and cold mornings.",
      "Planta acolchada para botas pesadas y mañanas frías.", weight=105, size="36-47", activity="winter", season="winter",
      name_es="Merino Grueso")
model("Zarpa", "Toe Run", 16.95, "yellow", "Five separate toes for runners tired of chafing.",
      "Cinco dedos separados para corredores hartos de las rozaduras.", weight=42, size="36-46", activity="trail_running",
      material="nylon", level="expert", season="summer", name_es="Cinco Dedos")

kind("rain", "rain jacket", "chaqueta impermeable", "fs", ("Clothing > Rain jackets", "Ropa > Chaquetas impermeables"),
     COATS, "jacket", waterproof="yes", season="three_season", material="recycled", goes="proofer raincover fleece",
     tail=("Taped seams and a hood that turns with your head.",
           "Costuras selladas y una capucha que gira con la cabeza."))
model("Brezal", "Orvallo", 99.95, "navy mustard", "An honest two-and-a-half-layer shell for showers on the way to school or summit.",
      "Una chaqueta de dos capas y media para los chaparrones camino del colegio o de la cumbre.", weight=380,
      size="S-XXL", wearer="men", level="newcomer")
model("Brezal", "Orvallo", 99.95, "coral petrol", "Cut for movement, with pit zips for the uphill and a longer back for the bicycle.",
      "Corte cómodo, con cremalleras de ventilación para las subidas y espalda más larga para la bici.", weight=340,
      size="XS-XL", wearer="women", level="newcomer")
model("Larkfell", "Skerry 3L", 269, "rust moss", "Three layers, one storm after another, and it still breathes.",
      "Tres capas, temporal tras temporal, y sigue transpirando.", weight=440, size="S-XXL", wearer="men")
model("Larkfell", "Skerry 3L", 269, "turquoise plum", "The shell mountain guides asked us to keep on the list.",
      "La chaqueta que los guías de montaña nos piden que no quitemos del catálogo.", weight=400, size="XS-XL", wearer="women")
model("Pipistrel", "Splash", 39.95, "yellow sky", "Two sizes of growth in the sleeves and reflective bats on the back.",
      "Mangas que crecen dos tallas y murciélagos reflectantes en la espalda.", weight=260, size="98-152 cm",
      wearer="kids", level="newcomer", whom="children", activity="family_camping", name_es="Chapoteo")
model("Zarpa", "Bruma", 149, "black", "A hundred and forty grams that satisfy the race steward and fit in a fist.",
      "Ciento cuarenta gramos que cumplen el reglamento y caben en un puño.", weight=140, size="XS-XL",
      activity="trail_running", level="expert")

kind("downjacket", "insulated jacket", "chaqueta acolchada", "fs",
     ("Clothing > Insulated jackets", "Ropa > Chaquetas acolchadas"), COATS, "puffer", season="winter", activity="winter",
     material="down", waterproof="splash", goes="beanie glove",
     tail=("Stuffs into its own pocket.", "Se guarda en su propio bolsillo."))
model("Nivara", "Ventisca", 189, "navy orange", "Seven hundred cuin of responsible down for cold huts and long bus stops.",
      "Plumón responsable de setecientos cuin para refugios fríos y largas esperas del autobús.", weight=410, size="S-XXL", wearer="men")
model("Nivara", "Ventisca", 189, "plum sky", "A close fit that goes under a shell without feeling like armour.",
      "Corte ceñido que va debajo de una impermeable sin parecer una armadura.", weight=360, size="XS-XL", wearer="women")
model("Petrel Norte", "Cumbre 8000", 449, "red", "Expedition loft, two-way zip and room for a harness underneath.",
      "Grosor de expedición, cremallera doble y espacio para llevar el arnés debajo.", weight=780, size="S-XL", level="expert")
model("Brezal", "Abrigo Ligero", 89.95, "olive graphite", "Synthetic fill that keeps warming you when it is wet, and forgives the washing machine.",
      "Relleno sintético que abriga aunque se moje y perdona la lavadora.", weight=460, size="XS-XXL", level="newcomer",
      material="synthetic", activity="hiking")
model("Pipistrel", "Cub", 59.95, "turquoise pink", "Round, warm and washable, with mittens that cannot get lost.",
      "Redondita, calentita y lavable, con unas manoplas que no se pierden.", weight=380, size="92-146 cm", wearer="kids",
      level="newcomer", whom="children", material="synthetic", name_es="Osezno")

kind("fleece", "fleece jacket", "forro polar", "ms", ("Clothing > Fleeces", "Ropa > Forros polares"), COATS, "jacket",
     season="all_year", material="fleece", level="newcomer")
model("Brezal", "Hogar", 49.95, "forest navy", "Thick, soft and made from old bottles; the one the dog falls asleep on.",
      "Grueso, suave y hecho de botellas recicladas; el que el perro elige para dormir.", weight=420, size="S-XXL", wearer="men")
model("Brezal", "Hogar", 49.95, "rust violet", "A high collar, warm pockets and cuffs that stay where you push them.",
      "Cuello alto, bolsillos calentitos y puños que se quedan donde los pones.", weight=370, size="XS-XL", wearer="women")
model("Larkfell", "Grid 200", 109, "petrol graphite", "A waffle knit that dries while you walk; the layer that never leaves the pack.",
      "Un tejido de rejilla que se seca mientras caminas; la capa que nunca sale de la mochila.", weight=290, size="XS-XL",
      level="regular")
model("Pipistrel", "Teddy", 34.95, "mustard forest", "A zip small hands can manage and elbows that outlive the tree house.",
      "Una cremallera que manejan las manos pequeñas y coderas que aguantan más que la cabaña del árbol.", weight=240,
      size="92-146 cm", wearer="kids", whom="children", activity="family_camping", name_es="Peluche")

kind("softshell", "softshell jacket", "chaqueta softshell", "fs", ("Clothing > Softshells", "Ropa > Softshells"), COATS,
     "jacket", waterproof="splash", material="softshell", activity="climbing", season="three_season")
model("Quebrada", "Arista", 149, "graphite orange", "Stretch where you reach and tough cloth where you lean on granite.",
      "Elástica donde te estiras y resistente donde te apoyas en el granito.", weight=480, size="S-XL", wearer="men")
model("Quebrada", "Arista", 149, "petrol", "A helmet-friendly hood and pockets you can reach above a harness.",
      "Capucha compatible con casco y bolsillos accesibles por encima del arnés.", weight=420, size="XS-L", wearer="women")

kind("trousers", "hiking trousers", "pantalones de montaña", "mp", ("Clothing > Trousers", "Ropa > Pantalones"),
     CLOTHES + " > Pants", "trousers", material="nylon", season="three_season", waterproof="splash")
model("Brezal", "Loma Zip-Off", 59.95, "sand graphite", "Trousers in the morning, shorts at noon, both by a zip.",
      "Largos por la mañana y cortos a mediodía, gracias a una cremallera.", weight=390, size="38-54", wearer="men", level="newcomer",
      season="summer", name_es="Loma Desmontables")
model("Brezal", "Loma", 59.95, "olive plum", "A soft waistband, real pockets and cloth that dries before lunch.",
      "Cintura suave, bolsillos de verdad y un tejido que se seca antes de comer.", weight=320, size="34-48", wearer="women", level="newcomer")
model("Larkfell", "Crag Stretch", 119, "black rust", "Articulated knees and a gusset for high steps.",
      "Rodillas preformadas y refuerzo en la entrepierna para los pasos altos.", weight=410, size="XS-XL", level="expert",
      activity="climbing")

kind("shorts", "shorts", "pantalones cortos", "mp", ("Clothing > Shorts", "Ropa > Pantalones cortos"),
     CLOTHES + " > Shorts", "shorts", season="summer", material="recycled", activity="trail_running")
model("Zarpa", "Liebre 5", 44.95, "black coral", "Featherweight, lined and split at the side, with a pocket for one gel and one key.",
      "Ligerísimos, con braslip y abertura lateral, y un bolsillo para un gel y una llave.", weight=95, size="S-XL", wearer="men")
model("Zarpa", "Liebre 3", 44.95, "turquoise violet", "A wide waistband that stays put and a pocket that does not bounce.",
      "Una cintura ancha que no se mueve y un bolsillo que no rebota.", weight=88, size="XS-L", wearer="women")
model("Brezal", "Río", 39.95, "navy", "For the river, the terrace and everything between.",
      "Para el río, la terraza y todo lo que hay en medio.", weight=180, size="XS-XXL", activity="water", level="newcomer")

kind("base", "merino base layer", "camiseta interior de merino", "fs",
     ("Clothing > Base layers", "Ropa > Camisetas interiores"), CLOTHES + " > Shirts & Tops", "shirt", material="merino",
     season="winter", activity="winter")
model("Larkfell", "Ewe 200", 79.95, "graphite rust", "Fine wool that does not itch and does not tell how long you have worn it.",
      "Lana fina que no pica ni revela cuántos días llevas con ella.", weight=210, size="S-XXL", wearer="men")
model("Larkfell", "Ewe 200", 79.95, "plum moss", "Longer at the back, so there is no gap when you bend over your bindings.",
      "Más larga por detrás, para que no quede un hueco al agacharte a ajustar las fijaciones.", weight=180, size="XS-XL", wearer="women")
model("Pipistrel", "Lamb", 44.95, "sky mustard", "A first layer so soft that it gets worn as pyjamas.",
      "Tan suave que acaba usándose de pijama.", weight=120, size="92-146 cm", wearer="kids", whom="children", level="newcomer",
      name_es="Corderito")

kind("tee", "technical T-shirt", "camiseta técnica", "fs", ("Clothing > T-shirts", "Ropa > Camisetas"),
     CLOTHES + " > Shirts & Tops", "shirt", material="recycled", season="summer", activity="trail_running")
model("Zarpa", "Aire", 34.95, "orange petrol", "Two layers of almost nothing, dry before the next bend.",
      "Dos capas de casi nada, seca antes de la próxima curva.", weight=92, size="S-XXL", wearer="men")
model("Zarpa", "Aire", 34.95, "pink turquoise", "Open knit at the back, flat seams under the pack straps.",
      "Punto abierto en la espalda y costuras planas bajo las hombreras de la mochila.", weight=80, size="XS-XL", wearer="women")
model("Vereda", "Cumbres", 24.95, "white forest", "Organic cotton with our ridge line, for the days after the mountain.",
      "Algodón orgánico con nuestro perfil de montañas, para los días después del monte.", weight=160, size="XS-XXL",
      material="cotton", activity="travel", level="newcomer")

kind("hat", "sun hat", "sombrero", "ms", ("Clothing > Hats and caps", "Ropa > Gorros y sombreros"), EXTRAS + " > Hats",
     "hat", season="summer", material="nylon", level="newcomer")
model("Brezal", "Mediodía", 29.95, "sand olive", "A wide brim, a chin cord and UPF 50+, for places with more sky than trees.",
      "Ala ancha, barboquejo y protección UPF 50+, para sitios con más cielo que árboles.", weight=85)
model("Pipistrel", "Ladybird", 19.95, "red", "It covers the neck, and it ties, because otherwise it flies.",
      "Cubre la nuca y se ata, porque si no, sale volando.", weight=60, age_group="kids", whom="children", activity="family_camping",
      name_es="Mariquita")

kind("cap", "cap", "gorra", "fs", ("Clothing > Hats and caps", "Ropa > Gorros y sombreros"), EXTRAS + " > Hats", "cap",
     season="summer", material="recycled", activity="trail_running")
model("Zarpa", "Visera", 24.95, "black coral", "Five light panels and a brim you can fold into a pocket.",
      "Cinco paneles ligeros y una visera que se dobla y cabe en el bolsillo.", weight=48)

kind("beanie", "beanie", "gorro de lana", "ms", ("Clothing > Hats and caps", "Ropa > Gorros y sombreros"),
     EXTRAS + " > Hats", "beanie", season="winter", activity="winter", material="wool", level="newcomer")
model("Nivara", "Copo", 24.95, "navy mustard", "Knitted wool with a soft band over the ears.",
      "Lana tricotada con una banda suave sobre las orejas.", weight=75)
model("Larkfell", "Thin Merino", 29.95, "graphite", "Thin enough for under a helmet, warm enough for without.",
      "Fino para llevarlo bajo el casco y cálido para llevarlo sin él.", weight=42, material="merino", level="regular",
      name_es="Merino Fino")

kind("glove", "gloves", "guantes", "mp", ("Clothing > Gloves", "Ropa > Guantes"), EXTRAS + " > Gloves & Mittens", "glove",
     season="winter", activity="winter", material="softshell", waterproof="splash")
model("Nivara", "Escarcha", 49.95, "black orange", "Insulated and waterproof, with a leather palm for ropes and shovels.",
      "Aislados e impermeables, con palma de piel para cuerdas y palas.", weight=190, waterproof="yes")
model("Larkfell", "Liner Touch", 19.95, "graphite", "Thin gloves for screens, zips and the second pair under the first.",
      "Guantes finos para pantallas, cremalleras y para llevar debajo de otros.", weight=38, material="merino", level="newcomer",
      activity="hiking", name_es="Interior Táctil")
model("Quebrada", "Ferrata", 27.95, "rust", "Fingerless leather that saves the palms on cable and rock.",
      "Piel sin dedos que protege las palmas del cable y de la roca.", weight=85, activity="climbing", season="summer",
      material="leather", waterproof="no")

kind("gaiter", "gaiters", "polainas", "fp", ("Clothing > Gaiters", "Ropa > Polainas"), EXTRAS, "gaiter", waterproof="yes",
     material="ripstop", season="winter", activity="winter")
model("Nivara", "Nevero", 44.95, "red", "Knee-high protection from snow, mud and the points of your own crampons.",
      "Protección hasta la rodilla contra la nieve, el barro y las puntas de tus propios crampones.", weight=240)
model("Zarpa", "Mini", 22.95, "yellow", "Ankle gaiters that keep the gravel out of running shoes.",
      "Polainas cortas que impiden que entre gravilla en las zapatillas.", weight=45, activity="trail_running", season="summer",
      waterproof="no")

kind("sunglasses", "sunglasses", "gafas de sol", "fp", ("Clothing > Sunglasses", "Ropa > Gafas de sol"),
     EXTRAS + " > Sunglasses", "glasses", season="summer", material="plastic")
model("Miralejos", "Glaciar", 119, "black", "Category 4 lenses and side shields for snow, altitude and nothing in between.",
      "Lentes de categoría 4 y protecciones laterales, para nieve y altura.", weight=34, activity="winter", level="expert")
model("Miralejos", "Brisa", 69.95, "petrol coral", "A wrap-around frame that stays on a runner's nose.",
      "Montura envolvente que no se mueve de la nariz cuando corres.", weight=24, activity="trail_running")
model("Pipistrel", "Mole", 24.95, "turquoise", "Bendable glasses with real UV protection for small noses.",
      "Gafas flexibles con auténtica protección UV para narices pequeñas.", weight=18, age_group="kids", whom="children",
      level="newcomer", activity="family_camping", name_es="Topo")
