"""Camp: tents, sleeping, kitchen, furniture and light."""
from shelf import kind, model

CAMPING = "Sporting Goods > Outdoor Recreation > Camping & Hiking"
TENTS = CAMPING + " > Tents"

kind("tent-family", "family tent", "tienda familiar", "fs",
     ("Tents > Family tents", "Tiendas > Tiendas familiares"), TENTS, "tent",
     activity="family_camping", season="summer", waterproof="yes", level="newcomer", whom="family",
     material="polyester", goes="pegs groundsheet lantern mat-air chair",
     tail=("The sewn-in groundsheet keeps insects and puddles outside.",
           "El suelo cosido deja fuera los insectos y los charcos."))
model("Brezal", "Alameda 4", 249, "forest sand",
      "Two bedrooms and a porch you can stand up in, pitched by two people in a quarter of an hour.",
      "Dos dormitorios y un porche en el que se puede estar de pie; dos personas la montan en un cuarto de hora.",
      weight=9800, persons=4, size="4 persons")
model("Brezal", "Alameda 6", 369, "forest petrol",
      "Three rooms for a big family, with blackout bedrooms so children sleep past sunrise.",
      "Tres habitaciones para una familia numerosa, con dormitorios opacos para que los niños duerman más allá del amanecer.",
      weight=14500, persons=6, size="6 persons")
model("Larkfell", "Homestead 5 Air", 649, "petrol",
      "Inflatable beams replace the poles: pump for five minutes and the tent stands.",
      "Los tubos inflables sustituyen a las varillas: cinco minutos de bomba y la tienda está en pie.",
      weight=16200, persons=5, size="5 persons")
model("Tinaja", "Weekend 4", 139, "sky",
      "A simple dome for the first family weekends, with a big door and pockets for everyone.",
      "Un iglú sencillo para los primeros fines de semana en familia, con una puerta grande y bolsillos para todos.",
      weight=6900, persons=4, size="4 persons")

kind("tent-trek", "trekking tent", "tienda de trekking", "fs",
     ("Tents > Trekking tents", "Tiendas > Tiendas de trekking"), TENTS, "tent",
     season="three_season", waterproof="yes", whom="couple", material="ripstop",
     goes="pegs groundsheet bag-three mat-air",
     tail=("Fly and inner pitch together, so the inside stays dry when it rains.",
           "El doble techo y el interior se montan a la vez, así que dentro todo sigue seco aunque llueva."))
model("Larkfell", "Fellside 2", 329, "moss rust",
      "A two-door tunnel that shrugs off wind and still leaves room for two packs in the porches.",
      "Un túnel de dos puertas que aguanta el viento y deja sitio para dos mochilas en los ábsides.",
      weight=2350, persons=2, size="2 persons")
model("Larkfell", "Fellside 3", 389, "moss",
      "The same storm-proof tunnel with space for a third sleeper or a wet dog.",
      "El mismo túnel a prueba de temporales, con sitio para una tercera persona o un perro mojado.",
      weight=2900, persons=3, size="3 persons")
model("Brezal", "Collado 2", 179, "orange",
      "A free-standing dome that forgives an uneven pitch, for first treks and long summers.",
      "Un iglú autoportante que perdona el terreno irregular, para las primeras travesías y los veranos largos.",
      weight=2950, persons=2, size="2 persons", level="newcomer")
model("Petrel Norte", "Galerna 2", 579, "red",
      "Four crossing poles and snow valances for winter ridges and winds you can hear coming.",
      "Cuatro varillas cruzadas y faldones para la nieve, pensada para crestas de invierno y vientos que se oyen llegar.",
      weight=3300, persons=2, size="2 persons", season="winter", level="expert", activity="winter")

kind("tent-light", "ultralight tent", "tienda ultraligera", "fs",
     ("Tents > Ultralight tents", "Tiendas > Tiendas ultraligeras"), TENTS, "tent",
     season="three_season", waterproof="yes", level="expert", material="ripstop",
     goes="poles pegs pillow",
     tail=("Packs to the size of a water bottle.", "Plegada ocupa lo mismo que una botella de agua."))
model("Petrel Norte", "Vilano 1", 419, "grey mustard",
      "Under a kilo with its pegs: you pitch it with your trekking poles and forget it is in the pack.",
      "Menos de un kilo con las piquetas: se monta con los bastones y en la mochila ni se nota.",
      weight=960, persons=1, size="1 person")
model("Petrel Norte", "Vilano 2", 499, "grey",
      "A shelter for two that weighs what a litre of water weighs, plus a bar of chocolate.",
      "Un refugio para dos que pesa lo que un litro de agua y una tableta de chocolate.",
      weight=1180, persons=2, size="2 persons", whom="couple")
model("Larkfell", "Wren Solo", 289, "moss",
      "A one-person hoop tent with a porch big enough to cook in on a wet evening.",
      "Una tienda individual de un solo arco, con un ábside en el que se puede cocinar una tarde de lluvia.",
      weight=1350, persons=1, size="1 person", level="regular")

kind("tarp", "tarp", "toldo", "ms", ("Tents > Tarps and shelters", "Tiendas > Toldos y refugios"),
     CAMPING + " > Tent Accessories", "tarp", season="three_season", waterproof="yes",
     material="ripstop", goes="pegs hammock",
     tail=("Reinforced loops all round give you a dozen ways to pitch it.",
           "Las trabillas reforzadas de todo el borde permiten montarlo de una docena de maneras."))
model("Larkfell", "Canopy 3x3", 89, "olive orange",
      "Shade at noon and a dry roof at midnight, light enough to carry just in case.",
      "Sombra a mediodía y techo seco a medianoche, tan ligero que se lleva por si acaso.",
      weight=720, size="3 x 3 m")
model("Tinaja", "Siesta 4x4", 59, "sand",
      "A generous awning for the camp table, with two steel poles in the bag.",
      "Un toldo generoso para la mesa del campamento, con dos postes de acero en la bolsa.",
      weight=4200, size="4 x 4 m", activity="family_camping", level="newcomer", whom="family")

kind("pegs", "tent pegs", "piquetas", "fp", ("Tents > Pegs and guy lines", "Tiendas > Piquetas y vientos"),
     CAMPING + " > Tent Accessories", "pegs", material="aluminium", waterproof="yes")
model("Brezal", "Tri-Beam, set of 10", 14.95, "red",
      "Three-sided pegs that bite in soft ground and pull out by a cord loop.",
      "Piquetas de tres caras que agarran en terreno blando y se sacan tirando del cordino.", weight=140,
      name_es="Tri-Beam, juego de 10")
model("Tinaja", "Steel, set of 12", 8.95, "silver",
      "Plain steel pegs for stony campsites, hard to bend and easy to replace.",
      "Piquetas de acero para campings pedregosos: difíciles de doblar y fáciles de reponer.", weight=420,
      material="steel", activity="family_camping", level="newcomer", name_es="Acero, juego de 12")
model("Petrel Norte", "Nevero, set of 6", 24.95, "orange",
      "Wide, drilled stakes that hold in snow and loose sand where ordinary pegs give up.",
      "Estacas anchas y perforadas que sujetan en nieve y arena suelta, donde las normales se rinden.", weight=210,
      activity="winter", season="winter", level="expert", name_es="Nevero, juego de 6")

kind("groundsheet", "tent footprint", "suelo protector para tienda", "ms",
     ("Tents > Footprints", "Tiendas > Suelos protectores"), CAMPING + " > Tent Accessories", "tarp",
     waterproof="yes", material="polyester")
model("Brezal", "Alameda", 34.95, "graphite",
      "Cut to the Alameda floor, it takes the wear of stones and thorns so the tent does not.",
      "Cortado a la medida del suelo Alameda: las piedras y las espinas lo gastan a él y no a la tienda.",
      weight=1100, activity="family_camping", whom="family", level="newcomer")
model("Larkfell", "Fellside", 39.95, "graphite",
      "A light second floor that doubles the life of a trekking tent.",
      "Un segundo suelo ligero que duplica la vida de una tienda de trekking.", weight=290)

kind("bag-three", "three-season sleeping bag", "saco de dormir de tres estaciones", "ms",
     ("Sleeping > Sleeping bags", "Dormir > Sacos de dormir"), CAMPING + " > Sleeping Bags", "bag",
     season="three_season", material="synthetic", goes="mat-air pillow",
     tail=("The two-way zip lets you cool your feet without opening the top.",
           "La cremallera doble permite refrescar los pies sin abrir la parte de arriba."))
model("Brezal", "Nido 5", 79.95, "navy coral",
      "Comfortable down to 5 °C, quick to dry and easy to wash at home.",
      "Cómodo hasta 5 °C, se seca pronto y se lava en casa sin problemas.", weight=1350, size="regular",
      level="newcomer")
model("Larkfell", "Hollow 0", 129, "petrol",
      "A mummy bag with a draught collar, for nights that touch freezing.",
      "Saco momia con collarín térmico para las noches que rozan los cero grados.", weight=1180, size="regular")
model("Petrel Norte", "Pluma 400", 289, "black mustard",
      "Four hundred grams of water-resistant down that packs smaller than a loaf of bread.",
      "Cuatrocientos gramos de plumón resistente al agua que plegado ocupa menos que un pan.", weight=780,
      size="regular", material="down", level="expert")
model("Tinaja", "Doble Estrella", 99, "forest",
      "A double bag for two who do not want a zip between them.",
      "Un saco doble para dos que no quieren una cremallera de por medio.", weight=2600, size="double",
      whom="couple", activity="family_camping", season="summer", level="newcomer")

kind("bag-winter", "winter sleeping bag", "saco de dormir de invierno", "ms",
     ("Sleeping > Sleeping bags", "Dormir > Sacos de dormir"), CAMPING + " > Sleeping Bags", "bag",
     activity="winter", season="winter", level="expert", material="down", goes="mat-air",
     tail=("Box walls keep the down where you need it and leave no cold seams.",
           "Los tabiques mantienen el plumón en su sitio y no dejan costuras frías."))
model("Petrel Norte", "Pluma 900", 489, "red",
      "Made for bivouacs at minus fifteen, with a hood that closes to the size of your nose.",
      "Hecho para vivaquear a quince bajo cero, con una capucha que se cierra hasta dejar solo la nariz.",
      weight=1380, size="regular")
model("Nivara", "Aurora -10", 339, "violet navy",
      "Ten below zero in comfort, with extra down at the feet for people who sleep cold.",
      "Diez bajo cero con comodidad y más plumón en los pies para quienes duermen con frío.", weight=1490,
      size="regular", level="regular")

kind("bag-kids", "kids' sleeping bag", "saco de dormir infantil", "ms",
     ("Sleeping > Sleeping bags", "Dormir > Sacos de dormir"), CAMPING + " > Sleeping Bags", "bag",
     activity="family_camping", season="summer", level="newcomer", whom="children", age_group="kids",
     material="synthetic", goes="mat-foam pillow")
model("Pipistrel", "Little Bat", 44.95, "turquoise orange",
      "It grows with the child: two rows of toggles add thirty centimetres when they are needed.",
      "Crece con el niño: dos filas de botones añaden treinta centímetros cuando hacen falta.",
      weight=980, name_es="Murcielaguito",
      size="110-140 cm")
model("Pipistrel", "Owl", 54.95, "violet",
      "A soft bag with glow-in-the-dark stars and a pocket for the torch.",
      "Un saco suave con estrellas que brillan en la oscuridad y un bolsillo para la linterna.", weight=1050,
      size="130-160 cm", name_es="Búho")

kind("mat-air", "inflatable sleeping mat", "esterilla hinchable", "fs",
     ("Sleeping > Sleeping mats", "Dormir > Esterillas"), CAMPING + " > Sleeping Pads", "mat",
     season="three_season", material="nylon", goes="pillow patch")
model("Larkfell", "Drift 8", 119, "petrol rust",
      "Eight centimetres of air that let side sleepers forget the ground; the pump sack saves your breath.",
      "Ocho centímetros de aire con los que quien duerme de lado se olvida del suelo; el saco de inflado te ahorra el aliento.", weight=620, size="regular")
model("Petrel Norte", "Alisio Ultra", 189, "yellow",
      "Warm enough for snow and lighter than a tin of beans.",
      "Abriga lo bastante para la nieve y pesa menos que una lata de judías.", weight=395, size="regular",
      level="expert", season="winter")
model("Brezal", "Siesta 5", 54.95, "olive navy",
      "Self-inflating: unroll it, open the valve, make tea, go to bed.",
      "Autohinchable: desenróllala, abre la válvula, prepara un té y a dormir.", weight=1250, size="regular",
      level="newcomer", activity="family_camping")
model("Brezal", "Siesta Doble", 99.95, "navy",
      "A double mat as wide as a bed, for couples and for parents who never sleep alone.",
      "Una esterilla doble tan ancha como una cama, para parejas y para padres que nunca duermen solos.", weight=3100,
      size="double", level="newcomer", activity="family_camping", whom="couple")

kind("mat-foam", "foam sleeping mat", "esterilla de espuma", "fs",
     ("Sleeping > Sleeping mats", "Dormir > Esterillas"), CAMPING + " > Sleeping Pads", "mat",
     season="three_season", waterproof="yes", level="newcomer", material="foam",
     tail=("It cannot puncture and doubles as a seat.", "No se pincha y también sirve de asiento."))
model("Tinaja", "Basic 8", 12.95, "sky",
      "Eight millimetres of closed-cell foam, the mat everybody starts with.",
      "Ocho milímetros de espuma de célula cerrada: la esterilla con la que empieza todo el mundo.", weight=220)
model("Larkfell", "Zigzag", 39.95, "mustard",
      "An egg-box mat that folds in seconds and straps outside the pack.",
      "Una esterilla en forma de huevera que se pliega en segundos y se ata por fuera de la mochila.", weight=410,
      level="regular")

kind("pillow", "camping pillow", "almohada de acampada", "fs", ("Sleeping > Pillows", "Dormir > Almohadas"),
     CAMPING, "pillow", activity="travel", material="polyester")
model("Larkfell", "Cloudlet", 29.95, "petrol",
      "Blow it up in three breaths; the brushed cover feels like a pillow from home.",
      "Se hincha con tres soplidos y la funda cepillada parece la de casa.", weight=95)
model("Brezal", "Nube", 17.95, "coral",
      "A compressible foam pillow for the tent, the train and the grandparents' sofa.",
      "Una almohada de espuma comprimible para la tienda, el tren y el sofá de los abuelos.", weight=260)

kind("hammock", "hammock", "hamaca", "fs", ("Sleeping > Hammocks", "Dormir > Hamacas"),
     "Home & Garden > Lawn & Garden > Outdoor Living > Hammocks", "hammock", activity="family_camping",
     season="summer", level="newcomer", material="nylon", goes="tarp straps",
     tail=("Holds up to 180 kg and packs into its own pocket.",
           "Soporta hasta 180 kg y se guarda en su propio bolsillo."))
model("Brezal", "Vaivén", 39.95, "turquoise coral",
      "Parachute cloth, two trees and nothing else to do until supper.",
      "Tela de paracaídas, dos árboles y nada más que hacer hasta la cena.", weight=480)
model("Brezal", "Vaivén Doble", 54.95, "forest",
      "Wide enough for two, or for one who likes to lie across.",
      "Lo bastante ancha para dos, o para una persona a la que le guste tumbarse en diagonal.", weight=640, whom="couple")
model("Larkfell", "Nightjar", 129, "olive",
      "A sleeping hammock with a sewn-in mosquito net and a ridge line to hang your lamp.",
      "Una hamaca para dormir, con mosquitera cosida y un cordón central para colgar la lámpara.", weight=980,
      level="regular", activity="hiking")

kind("straps", "hammock straps", "cintas para hamaca", "fp", ("Sleeping > Hammocks", "Dormir > Hamacas"),
     "Home & Garden > Lawn & Garden > Outdoor Living > Hammock Parts & Accessories", "sling",
     activity="family_camping", material="polyester", level="newcomer")
model("Brezal", "Tree Hug", 16.95, "black",
      "Wide straps that hang the hammock in a minute and leave no mark on the bark.",
      "Cintas anchas que cuelgan la hamaca en un minuto y no dejan marca en la corteza.", weight=290)

kind("stove", "gas stove", "hornillo de gas", "ms", ("Kitchen > Stoves", "Cocina > Hornillos"),
     CAMPING + " > Camping Cookware & Dinnerware", "stove", material="aluminium", goes="gas pots lighter mug")
model("Kindlewick", "Spark", 39.95, "silver",
      "A folding burner of eighty grams that boils half a litre in three minutes.",
      "Un quemador plegable de ochenta gramos que hierve medio litro en tres minutos.", weight=82)
model("Kindlewick", "Kettle One", 119, "orange",
      "Pot and burner lock together and lose no heat: tea before the others have found their lighter.",
      "El cazo y el quemador encajan y no pierden calor: el té está listo antes de que los demás encuentren el mechero.",
      weight=380)
model("Kindlewick", "Twin Table", 89.95, "forest",
      "Two burners and a windshield for real meals at the campsite.",
      "Dos fuegos y un paravientos para comer de verdad en el camping.", weight=3900, activity="family_camping",
      whom="family", level="newcomer", material="steel")
model("Petrel Norte", "Brasa Winter", 149, "red",
      "A remote burner that takes the cartridge upside down and keeps its flame at minus twenty.",
      "Un quemador con manguera que admite el cartucho invertido y mantiene la llama a veinte bajo cero.", weight=240,
      activity="winter", season="winter", level="expert", name_es="Brasa Invierno")

kind("gas", "gas cartridge", "cartucho de gas", "ms", ("Kitchen > Fuel", "Cocina > Combustible"),
     CAMPING + " > Camping Cookware & Dinnerware", "can", material="steel", refill=45,
     tail=("Standard threaded valve with automatic seal.", "Válvula de rosca estándar con cierre automático."))
model("Kindlewick", "Butane Mix, 230 g", 6.95, "", "Butane and propane for about a weekend of tea and pasta.",
      "Butano y propano para un fin de semana de té y pasta.", weight=380, size="230 g", name_es="Mezcla Butano, 230 g")
model("Kindlewick", "Butane Mix, 450 g", 9.95, "", "The big cartridge for families and long routes.",
      "El cartucho grande para familias y rutas largas.", weight=670, size="450 g", whom="family", name_es="Mezcla Butano, 450 g",
      activity="family_camping")
model("Kindlewick", "Winter Mix, 230 g", 8.95, "", "A winter mix that still has pressure when the bottle has frost on it.",
      "Mezcla de invierno que conserva la presión cuando el cartucho ya tiene escarcha.", weight=380, size="230 g",
      activity="winter", season="winter", level="expert", name_es="Mezcla Invierno, 230 g")

kind("pots", "cook set", "juego de cazos", "ms", ("Kitchen > Pots and pans", "Cocina > Cazos y sartenes"),
     CAMPING + " > Camping Cookware & Dinnerware", "pot", material="aluminium", goes="spork mug stove",
     tail=("Everything nests into the largest pot.", "Todo se guarda dentro del cazo más grande."))
model("Kindlewick", "Solo 750", 44.95, "silver", "A titanium mug-pot for people who count grams and eat from what they cook in.",
      "Un cazo-taza de titanio para quien cuenta los gramos y come en lo mismo en que cocina.", weight=105,
      material="titanium", level="expert")
model("Kindlewick", "Duo", 49.95, "orange", "Two pots, two bowls and a lid that drains pasta without losing any.",
      "Dos cazos, dos cuencos y una tapa que escurre la pasta sin perderla.", weight=620, whom="couple",
      name_es="Dúo")
model("Tinaja", "Picnic 14", 34.95, "sky", "Fourteen pieces for four people: pots, plates, cups and a kettle for cocoa.",
      "Catorce piezas para cuatro: cazos, platos, vasos y una tetera para el chocolate.", weight=1600, whom="family",
      activity="family_camping", level="newcomer")

kind("spork", "cutlery set", "juego de cubiertos", "ms", ("Kitchen > Cutlery and cups", "Cocina > Cubiertos y tazas"),
     CAMPING + " > Camping Cookware & Dinnerware", "fork", material="steel")
model("Kindlewick", "Trío", 12.95, "silver", "Knife, fork and spoon that clip together and stay together.",
      "Cuchillo, tenedor y cuchara que se enganchan y no se pierden.", weight=90)
model("Kindlewick", "Feather Spork", 14.95, "violet", "A long-handled titanium spork that reaches the bottom of the packet.",
      "Cuchara-tenedor de titanio con mango largo que llega al fondo del sobre.", weight=18, material="titanium",
      level="expert", name_es="Pluma")

kind("mug", "camping mug", "taza de acampada", "fs", ("Kitchen > Cutlery and cups", "Cocina > Cubiertos y tazas"),
     CAMPING + " > Camping Cookware & Dinnerware", "mug", activity="family_camping", level="newcomer",
     material="enamel")
model("Vereda", "Amanecer", 11.95, "white navy", "An enamel mug with our ridge line on it, for coffee outdoors or at the office window.",
      "Taza esmaltada con nuestro perfil de montañas, para el café al aire libre o junto a la ventana de la oficina.",
      weight=130)
model("Kindlewick", "Double Wall 300", 24.95, "graphite", "Keeps the coffee hot and the lips cool.",
      "Mantiene el café caliente sin quemarte los labios.", weight=120, material="steel", level="regular",
      activity="hiking", name_es="Doble Pared 300")

kind("cooler", "cool box", "nevera portátil", "fs", ("Kitchen > Cool boxes", "Cocina > Neveras"),
     "Home & Garden > Kitchen & Dining > Food & Beverage Carriers > Coolers", "box", activity="family_camping",
     season="summer", level="newcomer", whom="family", material="plastic", goes="table chair")
model("Tinaja", "Fresca 24", 49.95, "sky red", "Ice for two days, lunch for five, and a lid that serves as a tray.",
      "Hielo para dos días, comida para cinco y una tapa que hace de bandeja.", weight=3400, size="24 L")
model("Brezal", "Bolsa Fría 12", 29.95, "mustard", "A soft bag that keeps the picnic cold and folds flat on the way home.",
      "Una bolsa flexible que conserva frío el picnic y vuelve plegada a casa.", weight=560, size="12 L", material="polyester")

kind("chair", "folding chair", "silla plegable", "fs", ("Furniture > Chairs", "Mobiliario > Sillas"),
     CAMPING + " > Camp Furniture", "chair", activity="family_camping", level="newcomer", material="polyester",
     goes="table")
model("Brezal", "Sobremesa", 44.95, "forest rust", "Armrests, a cup holder and no reason to get up early.",
      "Reposabrazos, portavasos y ninguna razón para levantarse pronto.", weight=3100)
model("Larkfell", "Perch", 99.95, "black mustard", "A kilo of chair that packs into a bottle-sized bag and holds 140 kg.",
      "Un kilo de silla que cabe en una bolsa del tamaño de una botella y aguanta 140 kg.", weight=990,
      material="aluminium", level="regular", activity="hiking")
model("Tinaja", "Taburete", 14.95, "orange", "A three-legged stool for fishing, watching stars and tying boots.",
      "Un taburete de tres patas para pescar, mirar las estrellas y atarse las botas.", weight=780)
model("Pipistrel", "Mini Sobremesa", 29.95, "turquoise pink", "The grown-ups' chair in a child's size, with a bag in the same colour.",
      "La silla de los mayores a la medida de un niño, con una bolsa del mismo color.", weight=1700, whom="children",
      age_group="kids")

kind("table", "folding table", "mesa plegable", "fs", ("Furniture > Tables", "Mobiliario > Mesas"),
     CAMPING + " > Camp Furniture", "table", activity="family_camping", level="newcomer", whom="family",
     material="aluminium", goes="chair lantern")
model("Brezal", "Merienda 4", 69.95, "silver", "A roll-up slat table for four that stands level on rough grass.",
      "Mesa enrollable de láminas para cuatro que queda nivelada sobre la hierba.", weight=4800, size="4 persons")
model("Larkfell", "Side Table", 49.95, "black", "A knee-high table for two cups and a book, no heavier than the book.",
      "Una mesita a la altura de la rodilla para dos tazas y un libro, y que pesa como el libro.", weight=690,
      whom="couple", material="polyester", name_es="Mesita")

kind("lantern", "camping lantern", "farol de acampada", "ms", ("Light > Lanterns", "Iluminación > Faroles"),
     CAMPING + " > Camping Lights & Lanterns", "lantern", activity="family_camping", level="newcomer",
     waterproof="splash", material="plastic", goes="battery powerbank")
model("Lumbra", "Candil", 34.95, "mustard white", "A warm rechargeable light that hangs from the tent loop or the garden branch.",
      "Una luz cálida y recargable que se cuelga de la anilla de la tienda o de una rama del jardín.", weight=240)
model("Lumbra", "Candil Solar", 44.95, "sky", "Leave it in the sun by day and it lights supper for six hours.",
      "Déjalo al sol durante el día y alumbrará la cena durante seis horas.", weight=190)
model("Tinaja", "Retro", 24.95, "red", "The look of the old oil lamp, with a dimmer and no smell.",
      "El aspecto del viejo quinqué, con regulador y sin olor.", weight=420)

kind("headlamp", "head torch", "linterna frontal", "fs", ("Light > Head torches", "Iluminación > Linternas frontales"),
     "Hardware > Tools > Flashlights & Headlamps > Headlamps", "headlamp", waterproof="splash",
     material="plastic", goes="battery powerbank",
     tail=("A red mode spares your friends' eyes in the hut.",
           "El modo rojo no molesta a los compañeros en el refugio."))
model("Lumbra", "Luciérnaga 200", 19.95, "sky red", "Two hundred lumens on three small batteries: enough for the path to the toilets and back.",
      "Doscientos lúmenes con tres pilas pequeñas: suficiente para ir del campamento a los baños y volver.", weight=85,
      level="newcomer", activity="family_camping")
model("Lumbra", "Luciérnaga 450", 44.95, "black orange", "Rechargeable, with a beam that reaches the next cairn.",
      "Recargable, con un haz que llega hasta el siguiente hito.", weight=92)
model("Petrel Norte", "Alba Run 900", 99.95, "yellow", "A stable, balanced light for running down what you ran up in the dark.",
      "Una luz estable y equilibrada para bajar corriendo lo que subiste a oscuras.", weight=128, level="expert",
      activity="trail_running")
model("Pipistrel", "Bat Light", 14.95, "violet", "A child-sized torch that switches itself off after ten minutes of adventure.",
      "Un frontal a medida de los niños que se apaga solo tras diez minutos de aventura.", weight=60, whom="children",
      age_group="kids", level="newcomer", activity="family_camping", name_es="Murciélago")

kind("battery", "batteries", "pilas", "fp", ("Light > Batteries", "Iluminación > Pilas"),
     "Electronics > Electronics Accessories > Power > Batteries", "battery", refill=90, level="newcomer")
model("Lumbra", "AAA, pack of 8", 7.95, "", "Alkaline cells for head torches, with a date you can read in the dark.",
      "Pilas alcalinas para frontales, con una fecha que se lee a oscuras.", weight=92, size="AAA", name_es="AAA, paquete de 8")
model("Lumbra", "AA, pack of 8", 8.95, "", "Alkaline cells for lanterns and radios.",
      "Pilas alcalinas para faroles y radios.", weight=190, size="AA", name_es="AA, paquete de 8")

kind("powerbank", "power bank", "batería externa", "fs", ("Light > Power", "Iluminación > Energía"),
     "Electronics > Electronics Accessories > Power", "powerbank", activity="travel", waterproof="splash",
     material="plastic")
model("Lumbra", "Despensa 10", 39.95, "black", "Three phone charges in a rubber shell that survives the kitchen floor and the scree.",
      "Tres cargas de móvil en una carcasa de goma que sobrevive a la cocina y a la pedrera.", weight=230)
model("Lumbra", "Despensa Sol", 79.95, "olive", "A folding solar panel feeds it while you walk.",
      "Un panel solar plegable la alimenta mientras caminas.", weight=480, activity="hiking")

kind("multitool", "multi-tool", "multiherramienta", "fs", ("Tools > Knives and tools", "Herramientas > Navajas y útiles"),
     CAMPING + " > Camping Tools", "knife", material="steel")
model("Herrero", "Doce", 39.95, "silver", "Twelve tools for tents, stoves and cheese.",
      "Doce herramientas para tiendas, hornillos y queso.", weight=145)
model("Herrero", "Mínima", 19.95, "graphite", "Scissors, blade and tweezers on a key ring.",
      "Tijeras, hoja y pinzas en un llavero.", weight=38, level="newcomer", activity="travel")

kind("knife", "folding knife", "navaja", "fs", ("Tools > Knives and tools", "Herramientas > Navajas y útiles"),
     CAMPING + " > Camping Tools", "knife", material="steel")
model("Herrero", "Olivo", 34.95, "brown", "A carbon-steel blade in olive wood, for bread, sausage and whittling.",
      "Hoja de acero al carbono y mango de olivo, para el pan, el embutido y la talla.", weight=78)
model("Pipistrel", "First Knife", 24.95, "orange", "A rounded tip and a locking blade for a child's first carving, with a grown-up near.",
      "Punta redondeada y hoja con bloqueo para las primeras tallas de un niño, con un adulto cerca.", weight=60,
      whom="children", age_group="kids", level="newcomer", activity="family_camping", name_es="Primera")

kind("lighter", "fire starter", "iniciador de fuego", "ms", ("Tools > Fire", "Herramientas > Fuego"),
     CAMPING + " > Camping Tools", "matches", refill=60, activity="family_camping", level="newcomer")
model("Kindlewick", "Wood Wool, 32 pieces", 6.95, "", "Wood wool and wax that catch at the first match, even damp.",
      "Lana de madera y cera que prenden con la primera cerilla, incluso húmedas.", weight=400, name_es="Lana de madera, 32 piezas")
model("Kindlewick", "Flint", 17.95, "orange", "Three thousand sparks in any weather; no fuel, no battery.",
      "Tres mil chispas con cualquier tiempo, sin combustible ni pilas.", weight=52, material="steel", level="expert",
      activity="hiking", refill=0, waterproof="yes", name_es="Pedernal")
