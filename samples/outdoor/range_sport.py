"""Sport: climbing, winter, water and cycling."""
from shelf import kind, model

OUTDOOR = "Sporting Goods > Outdoor Recreation"
CLIMBING = OUTDOOR + " > Climbing"
WINTER = OUTDOOR + " > Winter Sports & Activities"
BOATING = OUTDOOR + " > Boating & Water Sports > Boating & Rafting"
WATERWEAR = OUTDOOR + " > Boating & Water Sports > Boating & Water Sport Apparel"
CYCLING = OUTDOOR + " > Cycling > Bicycle Accessories"

kind("rope", "climbing rope", "cuerda de escalada", "fs", ("Climbing > Ropes", "Escalada > Cuerdas"),
     CLIMBING + " > Climbing Rope", "rope", activity="climbing", material="nylon", goes="harness quickdraw belay",
     tail=("The middle is marked.", "El centro está marcado."))
model("Quebrada", "Hiedra 9.8, 60 m", 139, "turquoise orange", "A forgiving single rope for the wall, the crag and many falls.",
      "Una cuerda simple y agradecida para el rocódromo, la pared y muchas caídas.", weight=3780, size="60 m", level="newcomer",
      name_es="Hiedra 9,8, 60 m")
model("Quebrada", "Hiedra 9.2, 70 m", 219, "violet", "Thin, dry-treated and long enough for the pitch that is always longer than the topo says.",
      "Fina, con tratamiento seco y bastante larga para ese largo que siempre mide más de lo que dice el croquis.", weight=3850,
      size="70 m", level="expert", name_es="Hiedra 9,2, 70 m")
model("Quebrada", "Musgo, 30 m", 59.95, "forest", "A half-length rope for glaciers, scrambles and abseils on the way down.",
      "Media cuerda corta para glaciares, trepadas y rápeles de bajada.", weight=1290, size="30 m", activity="winter")

kind("harness", "climbing harness", "arnés de escalada", "ms", ("Climbing > Harnesses", "Escalada > Arneses"),
     CLIMBING + " > Climbing Harnesses", "harness", activity="climbing", material="nylon",
     goes="belay carabiner rockshoe chalkbag", tail=("Four gear loops and a haul loop.", "Cuatro anillos portamaterial y uno trasero."))
model("Quebrada", "Nudo", 54.95, "petrol rust", "One buckle at the waist, elastic at the legs, on in ten seconds.",
      "Una hebilla en la cintura, elásticos en las piernas, y puesto en diez segundos.", weight=390, size="XS-XL", level="newcomer")
model("Quebrada", "Nudo", 59.95, "plum", "A higher rise and a shaped waist for comfort on long belays.",
      "Tiro más alto y cintura preformada, cómodo en las reuniones largas.", weight=380, size="XS-L", wearer="women")
model("Petrel Norte", "Aguja", 99.95, "graphite", "Two hundred and sixty grams with ice-screw slots and adjustable legs.",
      "Doscientos sesenta gramos, con portatornillos de hielo y perneras regulables.", weight=260, size="S-XL", level="expert", activity="winter")
model("Pipistrel", "Spider", 49.95, "orange", "A full-body harness that children cannot slip out of, even upside down.",
      "Arnés integral del que los niños no se salen ni boca abajo.", weight=420, size="15-40 kg", whom="children", age_group="kids",
      level="newcomer", name_es="Araña")

kind("helmet", "climbing helmet", "casco de escalada", "ms", ("Climbing > Helmets", "Escalada > Cascos"), CLIMBING, "helmet",
     activity="climbing", material="foam", goes="headlamp")
model("Quebrada", "Nuez", 59.95, "orange white", "A tough shell for club cupboards, via ferratas and falling pebbles.",
      "Carcasa resistente para el armario del club, las ferratas y las piedras que caen.", weight=330, level="newcomer", material="plastic")
model("Quebrada", "Espuma", 99.95, "turquoise grey", "So light that you forget to take it off in the bar.",
      "Tan ligero que se te olvida quitártelo en el bar.", weight=205)
model("Pipistrel", "Acorn", 44.95, "red", "A dial at the back keeps it straight on small, moving heads.",
      "Una rueda trasera lo mantiene recto en cabezas pequeñas e inquietas.", weight=260, whom="children", age_group="kids",
      level="newcomer", name_es="Bellota")

kind("carabiner", "screwgate carabiner", "mosquetón de seguridad", "ms", ("Climbing > Carabiners", "Escalada > Mosquetones"),
     CLIMBING + " > Carabiners", "carabiner", activity="climbing", material="aluminium")
model("Quebrada", "HMS Pera", 12.95, "silver", "A wide pear that takes a Munter hitch and a cold glove.",
      "Una pera ancha en la que caben un nudo dinámico y un guante de invierno.", weight=82)
model("Quebrada", "Triple Auto", 18.95, "black", "Three movements to open, none to lock.",
      "Tres movimientos para abrirlo y ninguno para bloquearlo.", weight=90, level="expert")

kind("quickdraw", "quickdraw set", "juego de cintas exprés", "ms", ("Climbing > Quickdraws", "Escalada > Cintas exprés"),
     CLIMBING + " > Quickdraws", "quickdraw", activity="climbing", material="aluminium")
model("Quebrada", "Enlace, 6 pieces", 84.95, "orange", "Six draws with a wide sling you can grab without shame.",
      "Seis cintas anchas de las que puedes agarrarte sin vergüenza.", weight=612, name_es="Enlace, 6 piezas")
model("Petrel Norte", "Filo, 10 pieces", 179, "graphite", "Ten wire-gate draws at seventy grams each, for long and lonely pitches.",
      "Diez cintas con gatillo de alambre, setenta gramos cada una, para largos solitarios.", weight=700, level="expert",
      name_es="Filo, 10 piezas")

kind("belay", "belay device", "asegurador", "ms", ("Climbing > Belay devices", "Escalada > Aseguradores"),
     CLIMBING + " > Belay Devices", "belay", activity="climbing", material="aluminium", goes="carabiner")
model("Quebrada", "Cesta", 24.95, "silver", "A classic tube for one rope or two, for belaying and abseiling.",
      "El tubo clásico para una o dos cuerdas, para asegurar y rapelar.", weight=70)
model("Quebrada", "Freno Asistido", 79.95, "red", "It brakes with you and forgives a moment's inattention; the hand stays on the rope all the same.",
      "Frena contigo y perdona un despiste; aun así, la mano no se suelta de la cuerda.", weight=180, level="newcomer")

kind("rockshoe", "climbing shoes", "pies de gato", "mp", ("Climbing > Climbing shoes", "Escalada > Pies de gato"),
     "Apparel & Accessories > Shoes", "rockshoe", activity="climbing", material="suede", goes="chalk chalkbag tape")
model("Quebrada", "Gecko", 79.95, "turquoise orange", "Flat, kind and honest: the first pair that does not hurt.",
      "Planos, amables y honestos: el primer par que no hace daño.", weight=460, size="34-47", level="newcomer")
model("Quebrada", "Lagarto", 109, "yellow", "A slight curve, soft rubber and a heel that hooks.",
      "Ligera curvatura, goma blanda y un talón que engancha.", weight=440, size="34-47")
model("Petrel Norte", "Uña", 149, "black", "Turned down and tight, for steep routes with very small names for very small holds.",
      "Arqueados y ceñidos, para desplomes con presas diminutas.", weight=400, size="34-46", level="expert")

kind("chalk", "climbing chalk", "magnesio", "ms", ("Climbing > Chalk and tape", "Escalada > Magnesio y esparadrapo"),
     CLIMBING, "pouch", activity="climbing", refill=50)
model("Quebrada", "Harina, 250 g", 8.95, "", "Medium crumbs, nothing added, in a bag that closes.",
      "Grano medio, sin aditivos, en una bolsa que cierra.", weight=250, size="250 g")
model("Quebrada", "Liquid, 200 ml", 9.95, "", "A liquid base for sweaty hands and clean gyms.",
      "Base líquida para manos sudorosas y rocódromos limpios.", weight=220, size="200 ml", name_es="Líquido, 200 ml")

kind("chalkbag", "chalk bag", "magnesera", "fs", ("Climbing > Chalk and tape", "Escalada > Magnesio y esparadrapo"),
     CLIMBING + " > Climbing Chalk Bags", "pouch", activity="climbing", level="newcomer", material="recycled", goes="chalk")
model("Quebrada", "Cubilete", 19.95, "coral", "A stiff rim, a fleece lining and a loop for the brush.",
      "Borde rígido, forro polar por dentro y una trabilla para el cepillo.", weight=95)

kind("tape", "finger tape", "esparadrapo para dedos", "ms", ("Climbing > Chalk and tape", "Escalada > Magnesio y esparadrapo"),
     CLIMBING, "tape", activity="climbing", refill=45, material="cotton")
model("Quebrada", "Venda, 2.5 cm", 4.95, "white", "Tears straight, sticks to chalky skin and comes off without it.",
      "Se rasga recto, pega en la piel con magnesio y se quita sin llevársela.", weight=45, size="2.5 cm", name_es="Venda, 2,5 cm")

kind("crashpad", "crash pad", "colchoneta de búlder", "fs", ("Climbing > Bouldering", "Escalada > Búlder"),
     CLIMBING + " > Climbing Crash Pads", "mat", activity="climbing", material="foam", goes="chalk rockshoe")
model("Quebrada", "Bloque", 189, "petrol", "Ten centimetres of layered foam, folded like a taco around your things.",
      "Diez centímetros de espuma en capas que se pliega como un taco alrededor de tus cosas.", weight=5600)

kind("sling", "sling", "anillo de cinta", "ms", ("Climbing > Slings and via ferrata", "Escalada > Anillos y vía ferrata"),
     CLIMBING + " > Climbing Webbing", "sling", activity="climbing", material="nylon")
model("Quebrada", "Lazo, 60 cm", 6.95, "red", "Sewn nylon for runners round a spike and for belays.",
      "Nailon cosido para lazar un puente de roca y montar reuniones.", weight=35, size="60 cm")
model("Quebrada", "Lazo, 120 cm", 8.95, "yellow", "Double length for the tree that is thicker than it looked.",
      "Doble largo para el árbol que era más gordo de lo que parecía.", weight=65, size="120 cm")

kind("ferrata", "via ferrata set", "disipador de vía ferrata", "ms",
     ("Climbing > Slings and via ferrata", "Escalada > Anillos y vía ferrata"), CLIMBING, "quickdraw", activity="climbing",
     level="newcomer", material="nylon", goes="harness helmet glove")
model("Quebrada", "Escalera", 99.95, "orange", "Elastic arms and palm-lock carabiners; made for 40 to 120 kg.",
      "Cabos elásticos y mosquetones de palma; para personas de 40 a 120 kg.", weight=560)

kind("snowshoe", "snowshoes", "raquetas de nieve", "fp", ("Winter > Snowshoes", "Invierno > Raquetas"),
     WINTER + " > Snowshoeing > Snowshoes", "snowshoe", activity="winter", season="winter", waterproof="yes", material="plastic",
     goes="poles gaiter glove", tail=("A heel lift helps on steep slopes.", "El alza del talón ayuda en las pendientes."))
model("Nivara", "Liebre Blanca 22", 99.95, "sky red", "A binding you close once and steel teeth for hard mornings.",
      "Una fijación que se ajusta una sola vez y dientes de acero para la nieve dura de la mañana.", weight=1800, level="newcomer", size="22 in")
model("Nivara", "Liebre Blanca 25", 149, "orange", "A wider deck for heavy packs and deep powder.",
      "Más superficie para mochilas pesadas y nieve profunda.", weight=2050, level="expert", size="25 in", material="aluminium")

kind("crampon", "crampons", "crampones", "mp", ("Winter > Ice and snow", "Invierno > Hielo y nieve"),
     CLIMBING + " > Ice Climbing Tools", "crampon", activity="winter", season="winter", material="steel", goes="axe gaiter",
     level="expert")
model("Petrel Norte", "Diez Puntas", 129, "yellow", "Ten points and a plastic basket that fits ordinary walking boots.",
      "Diez puntas y una cesta de plástico que se adapta a botas de senderismo.", weight=820, level="regular")
model("Petrel Norte", "Doce Puntas", 179, "orange", "Twelve points and a front bail for couloirs.",
      "Doce puntas y fijación delantera para corredores.", weight=880)
model("Nivara", "Pincho Run", 44.95, "black", "Rubber and small spikes that pull over any shoe on an icy path.",
      "Goma y pequeñas puntas que se ponen sobre cualquier calzado en un camino helado.", weight=340, level="newcomer", material="rubber")

kind("axe", "ice axe", "piolet", "ms", ("Winter > Ice and snow", "Invierno > Hielo y nieve"), CLIMBING + " > Ice Climbing Tools",
     "axe", activity="winter", season="winter", material="aluminium", level="expert", goes="crampon helmet")
model("Petrel Norte", "Báculo 60", 79.95, "silver", "A straight shaft for plugging up slopes and stopping slides.",
      "Mango recto para subir palas de nieve y detener resbalones.", weight=430, size="60 cm", level="regular")
model("Petrel Norte", "Garra 50", 169, "red", "A curved shaft and a steep pick for couloirs and short walls of ice.",
      "Mango curvo y hoja inclinada para corredores y resaltes de hielo.", weight=520, size="50 cm", material="steel")

kind("avalanche", "avalanche set", "kit de avalanchas", "ms", ("Winter > Avalanche safety", "Invierno > Seguridad en avalanchas"),
     WINTER, "beacon", activity="winter", season="winter", level="expert", waterproof="yes", material="plastic", goes="battery")
model("Nivara", "Alerta 3", 319, "orange", "Three-antenna transceiver, probe and shovel, with a lesson on how to use them.",
      "DVA de tres antenas, sonda y pala, con una clase para aprender a usarlos.", weight=1250)

kind("goggle", "snow goggles", "gafas de ventisca", "fp", ("Winter > Goggles", "Invierno > Gafas de ventisca"), WINTER, "goggle",
     activity="winter", season="winter", material="plastic")
model("Miralejos", "Nevada", 79.95, "black turquoise", "A cylindrical lens that swaps by magnets when the fog comes in.",
      "Lente cilíndrica con imanes que se cambia cuando entra la niebla.", weight=140)
model("Pipistrel", "Snow Owl", 29.95, "pink", "Soft foam, a strap that holds on helmets, and no fogging tears.",
      "Espuma suave, una cinta que se agarra al casco y ni una lágrima empañada.", weight=90, whom="children", age_group="kids",
      level="newcomer", name_es="Búho Nival")

kind("sledge", "sledge", "trineo", "ms", ("Winter > Sledges", "Invierno > Trineos"), WINTER + " > Sleds", "sledge",
     activity="winter", season="winter", level="newcomer", whom="children", age_group="kids", material="plastic", goes="beanie glove")
model("Nivara", "Cuesta Abajo", 34.95, "red sky", "Two seats, two brakes and a rope for the parent who pulls.",
      "Dos plazas, dos frenos y una cuerda para el adulto que tira.", weight=2300, whom="family")
model("Pipistrel", "Saucer", 14.95, "yellow", "A round disc that spins and laughs all the way down.",
      "Un disco redondo que gira y hace reír hasta abajo.", weight=620, name_es="Platillo")

kind("handwarmer", "hand warmers", "calentadores de manos", "mp", ("Winter > Warmth", "Invierno > Calor"),
     OUTDOOR + " > Camping & Hiking > Chemical Hand Warmers", "pouch", activity="winter", season="winter", refill=40, level="newcomer")
model("Nivara", "Ascua, 10 pairs", 11.95, "", "Open, shake, eight hours of warmth in each glove.",
      "Abrir, agitar y ocho horas de calor en cada guante.", weight=480, name_es="Ascua, 10 pares")

kind("skiwax", "glide wax", "cera de deslizamiento", "fs", ("Winter > Ski care", "Invierno > Cuidado del esquí"), WINTER, "tin",
     activity="winter", season="winter", refill=60)
model("Nivara", "Resbala", 12.95, "", "A fluorine-free rub-on wax for touring skis and sledges.",
      "Cera sin flúor que se aplica en frío, para esquís de travesía y trineos.", weight=85)

kind("kayak", "inflatable kayak", "kayak hinchable", "ms", ("Water sports > Kayaks", "Deportes de agua > Kayaks"),
     BOATING + " > Kayaks", "kayak", activity="water", season="summer", waterproof="yes", material="pvc",
     goes="paddle lifejacket drybag", tail=("Pump and carry bag included.", "Incluye bomba y bolsa de transporte."))
model("Ostro", "Remanso 1", 349, "orange", "A stable single for lakes and lazy rivers that fits in a car boot.",
      "Monoplaza estable para lagos y ríos tranquilos que cabe en el maletero.", weight=11500, persons=1, size="1 person", level="newcomer")
model("Ostro", "Remanso 2", 449, "turquoise yellow", "Two seats, one dog and a picnic.", "Dos asientos, un perro y la merienda.",
      weight=14800, persons=2, size="2 persons", level="newcomer", whom="couple")
model("Ostro", "Corriente", 799, "red", "A self-bailing hull for white water up to class III.",
      "Casco autovaciante para aguas bravas de hasta clase III.", weight=15900, persons=1, size="1 person", level="expert")

kind("sup", "paddle board", "tabla de paddle surf", "fs", ("Water sports > Paddle boards", "Deportes de agua > Paddle surf"),
     BOATING, "sup", activity="water", season="summer", waterproof="yes", material="pvc", level="newcomer",
     goes="lifejacket drybag paddle")
model("Ostro", "Balsa 10'6", 329, "turquoise coral", "Wide and patient, for learners, children on board and sunset.",
      "Ancha y paciente, para aprender, llevar niños a bordo y ver la puesta de sol.", weight=9200)
model("Ostro", "Travesía 12'6", 499, "petrol", "A longer, faster board with room for a dry bag and a coastline.",
      "Una tabla más larga y rápida, con sitio para una bolsa estanca y toda una costa.", weight=10400, level="expert")

kind("paddle", "paddle", "pala", "fs", ("Water sports > Paddles", "Deportes de agua > Palas"), BOATING + " > Paddles & Oars",
     "paddle", activity="water", season="summer", waterproof="yes", material="aluminium")
model("Ostro", "Doble 220", 59.95, "yellow", "A four-piece kayak paddle that survives the car and the river bank.",
      "Pala de kayak en cuatro piezas que sobrevive al coche y a la orilla.", weight=1050, size="220 cm", level="newcomer")
model("Ostro", "Carbono SUP", 149, "black", "A light carbon shaft that your shoulders notice after the first hour.",
      "Pértiga de carbono ligera; los hombros lo agradecen a partir de la primera hora.", weight=620, material="carbon", level="expert")

kind("drybag", "dry bag", "bolsa estanca", "fs", ("Water sports > Dry bags", "Deportes de agua > Bolsas estancas"), BOATING,
     "drybag", activity="water", waterproof="yes", material="tpu", level="newcomer")
model("Ostro", "Foca 10", 16.95, "yellow sky", "Roll three times, clip, and it floats.", "Tres vueltas, un clic, y flota.", weight=180, size="10 L")
model("Ostro", "Foca 20", 21.95, "red forest", "Room for a jacket, lunch and the car keys you must not lose.",
      "Caben una chaqueta, la comida y las llaves del coche que no debes perder.", weight=260, size="20 L")
model("Larkfell", "Gossamer 8", 24.95, "mustard", "Thirty grams of cloth to keep the sleeping bag dry inside the pack.",
      "Treinta gramos de tela para que el saco siga seco dentro de la mochila.", weight=30, size="8 L", activity="hiking",
      level="expert", material="ripstop", name_es="Telaraña 8")

kind("lifejacket", "buoyancy aid", "chaleco de flotación", "ms", ("Water sports > Life jackets", "Deportes de agua > Chalecos"),
     WATERWEAR + " > Life Jackets", "vest", activity="water", season="summer", waterproof="yes",
     material="foam", level="newcomer")
model("Ostro", "Boya", 64.95, "red turquoise", "Fifty newtons, wide armholes and a pocket for a whistle.",
      "Cincuenta newtons, sisas amplias y un bolsillo para el silbato.", weight=620, size="S-XL")
model("Pipistrel", "Duckling", 44.95, "yellow", "A collar that turns the face up and a strap between the legs.",
      "Un cuello que mantiene la cara hacia arriba y una cinta entre las piernas.", weight=480, size="15-40 kg", whom="children",
      age_group="kids", name_es="Patito")

kind("watershoe", "water shoes", "escarpines", "mp", ("Water sports > Water shoes", "Deportes de agua > Escarpines"),
     "Apparel & Accessories > Shoes", "shoe", activity="water", season="summer", material="neoprene", level="newcomer")
model("Ostro", "Erizo", 24.95, "turquoise", "Urchins, pebbles and hot sand stay on the other side of the sole.",
      "Los erizos, las piedras y la arena caliente se quedan al otro lado de la suela.", weight=280, size="28-46")

kind("wetsuit", "wetsuit", "traje de neopreno", "ms", ("Water sports > Wetsuits", "Deportes de agua > Neoprenos"),
     WATERWEAR + " > Wetsuits", "wetsuit", activity="water", season="three_season", material="neoprene")
model("Ostro", "Delfín 3/2", 139, "black", "Flexible at the shoulders, warm where it counts.",
      "Flexible en los hombros y cálido donde importa.", weight=1650, size="S-XXL", wearer="men")
model("Ostro", "Delfín 3/2", 139, "petrol", "A softer neck and a zip you can reach alone.",
      "Cuello más suave y una cremallera que se alcanza sin ayuda.", weight=1450, size="XS-XL", wearer="women")

kind("bikebag", "bikepacking bag", "bolsa de bikepacking", "fs", ("Cycling > Bike bags", "Ciclismo > Bolsas"), CYCLING, "duffel",
     activity="cycling", waterproof="yes", material="tpu", goes="bikelight pump")
model("Rodera", "Manillar 12", 69.95, "olive", "A roll for the bars that carries a tent and does not swing.",
      "Un rulo para el manillar que lleva una tienda sin balancearse.", weight=390, size="12 L")
model("Rodera", "Sillín 10", 79.95, "black", "Ten litres behind the saddle, still straight after the cobbles.",
      "Diez litros detrás del sillín, que siguen rectos tras los adoquines.", weight=360, size="10 L")

kind("pannier", "panniers", "alforjas", "fp", ("Cycling > Bike bags", "Ciclismo > Bolsas"), CYCLING, "duffel",
     activity="travel", waterproof="yes", material="tpu", level="newcomer", goes="bikelight pump")
model("Rodera", "Camino", 119, "forest yellow", "A pair of panniers that click on, click off and keep Galicia outside.",
      "Un par de alforjas que se ponen con un clic, se quitan con otro y dejan Galicia fuera.", weight=1800, size="40 L")

kind("bikehelmet", "bicycle helmet", "casco de bicicleta", "ms", ("Cycling > Helmets", "Ciclismo > Cascos"),
     OUTDOOR + " > Cycling > Cycling Apparel & Accessories > Bicycle Helmets", "helmet", activity="cycling", material="foam", goes="bikelight")
model("Rodera", "Paseo", 49.95, "white sky", "A city helmet with a light at the back and nothing to prove.",
      "Casco urbano con luz trasera y nada que demostrar.", weight=320, level="newcomer")
model("Rodera", "Pista", 89.95, "olive rust", "Deep at the back, airy at the front, for gravel and trails.",
      "Más cubierto por detrás y ventilado por delante, para gravel y senderos.", weight=340)
model("Pipistrel", "Snail", 34.95, "turquoise coral", "A peak against the sun and a magnetic buckle that never pinches.",
      "Visera contra el sol y hebilla magnética que no pellizca.", weight=240, whom="children", age_group="kids", level="newcomer",
      name_es="Caracol")

kind("bikelight", "bicycle light set", "juego de luces de bicicleta", "ms", ("Cycling > Lights", "Ciclismo > Luces"),
     CYCLING + " > Bicycle Lights & Reflectors", "bikelight", activity="cycling", waterproof="splash", level="newcomer", material="plastic")
model("Lumbra", "Faro 100", 34.95, "black", "Front and rear, charged by cable, seen from four hundred metres.",
      "Delantera y trasera, recargables por cable y visibles a cuatrocientos metros.", weight=95)
model("Lumbra", "Faro 800", 89.95, "black", "Eight hundred lumens for lanes without lamps, and a rear light that brakes with you.",
      "Ochocientos lúmenes para caminos sin farolas y una luz trasera que avisa al frenar.", weight=210, level="expert")

kind("pump", "mini pump", "bomba de mano", "fs", ("Cycling > Tools and repair", "Ciclismo > Herramientas y reparación"),
     CYCLING + " > Bicycle Pumps", "pump", activity="cycling", material="aluminium", goes="patch tube")
model("Rodera", "Soplo", 29.95, "silver", "A hose, a gauge and two hundred strokes to be home for supper.",
      "Con manguito y manómetro; doscientas emboladas y llegas a casa para cenar.", weight=140)

kind("tube", "inner tube", "cámara de aire", "fs", ("Cycling > Tools and repair", "Ciclismo > Herramientas y reparación"),
     OUTDOOR + " > Cycling > Bicycle Parts > Bicycle Tubes", "ring", activity="cycling", refill=100, material="rubber")
model("Rodera", "700 x 28-42", 6.95, "", "A light tube with a removable valve core.", "Una cámara ligera con obús desmontable.",
      weight=135)
model("Rodera", "29 x 2.2", 7.95, "", "A trail tube with a little sealant already inside.",
      "Cámara de montaña con un poco de sellante ya dentro.", weight=210, name_es="29 x 2,2")

kind("patch", "repair kit", "kit de parches", "ms", ("Cycling > Tools and repair", "Ciclismo > Herramientas y reparación"),
     CYCLING, "tin", activity="cycling", refill=150, level="newcomer")
model("Rodera", "Remiendo", 7.95, "", "Patches, glue and sandpaper for tubes, mats and rain jackets.",
      "Parches, pegamento y lija para cámaras, esterillas y chubasqueros.", weight=38)

kind("lube", "chain lube", "lubricante de cadena", "ms", ("Cycling > Care", "Ciclismo > Cuidado"), CYCLING, "dropper",
     activity="cycling", refill=60)
model("Rodera", "Seco, 100 ml", 8.95, "", "A dry wax lube that keeps dust and trouser legs clean.",
      "Lubricante de cera seca que no atrapa el polvo ni mancha el pantalón.", weight=110, size="100 ml", season="summer")
model("Rodera", "Húmedo, 100 ml", 8.95, "", "A sticky lube for rain, mud and salt.",
      "Lubricante adherente para la lluvia, el barro y la sal.", weight=115, size="100 ml", season="winter")

kind("bikewear", "cycling jersey", "maillot", "ms", ("Cycling > Clothing", "Ciclismo > Ropa"),
     "Apparel & Accessories > Clothing > Activewear > Bicycle Activewear", "shirt", activity="cycling", season="summer", material="recycled")
model("Rodera", "Puerto", 59.95, "red petrol", "Three pockets, a full zip and a cut for people who also eat.",
      "Tres bolsillos, cremallera entera y un corte para quienes también comen.", weight=140, size="S-XXL", wearer="men")
model("Rodera", "Puerto", 59.95, "coral violet", "Light at the back, soft at the hem, with a zipped pocket for the key.",
      "Ligero en la espalda, suave en el bajo y con bolsillo de cremallera para la llave.", weight=125, size="XS-XL", wearer="women")
