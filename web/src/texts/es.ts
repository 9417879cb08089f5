import type { Texts } from "./en.ts";

export const es: Texts = {
  language: "Español",
  title: "thermidor",
  subtitle: "Cómo las organizaciones que ganan acaban dirigidas desde el centro, y qué se puede hacer",

  nav: {
    stories: "Historias",
    bench: "Probar",
    tour: "Recorrido",
    room: "La sala",
    take: "Llevarse",
    language: "Idioma",
    skip: "Ir a los resultados",
  },

  stories: {
    choose: "Elige un comienzo",
    hint: "Cada tarjeta es una organización y lo que le sucede. Elige una, cambia algo y mira qué pasa con cientos como ella.",
    open: "Abrir un archivo de escenario …",
    default: ["En paz", "Mil miembros, consejos, comités y elecciones cada año. De fuera no viene nada."],
    isolation: [
      "Tres años en soledad",
      "Cinco años tranquilos, tres años en soledad en un mundo hostil y luego doce años de paz.",
    ],
    "red-october": [
      "Octubre rojo",
      "Un partido de consejos toma el poder en 1917, queda aislado, libra una guerra civil, pasa hambre y se funde con el Estado.",
    ],
    "federation-under-siege": [
      "Una federación sitiada",
      "Aislamiento, con aliados en el extranjero, poderes de emergencia que caducan y comités por sorteo.",
    ],
    "victorious-movement": [
      "Un movimiento que gana",
      "Durante dos años llegan dinero y tareas de golpe, y alguien tiene que ocuparse.",
    ],
    "union-with-strong-locals": [
      "Un sindicato de secciones fuertes",
      "Las secciones existían antes que el centro y guardan la mitad de las cuotas. Llega una huelga larga.",
    ],
    "growing-co-operative": [
      "Una cooperativa que crece",
      "Veinte sedes grandes, cada vez más que decidir, cuentas abiertas y comités que caducan.",
    ],
    "parallel-before": [
      "Consejos hechos antes de la ruptura",
      "Cooperativas y apoyo mutuo se construyen durante años y están ahí cuando llegan la victoria y el sitio.",
    ],
    "parallel-after": [
      "Consejos hechos después",
      "Los mismos consejos, pero comenzados cuando el sitio ya está en marcha.",
    ],
    "party-fused-with-state": [
      "Un partido que es el Estado",
      "Quien se opone al partido se opone al Estado. Luego, tres años de guerra civil.",
    ],
    "bought-from-outside": [
      "Con dinero de fuera",
      "Un financiador da dinero, y otros intentan ganarse a quienes ocupan cargos.",
    ],
    "too-many-too-fast": [
      "Demasiados, demasiado rápido",
      "Miles entran en medio año y luego se llevan a quienes dirigen.",
    ],
    "splits-as-experiments": [
      "Libertad para irse",
      "Tras un sitio y una disputa, algunas secciones se cansan y se van como aliadas.",
    ],
    "world-of-allies": [
      "Seis aliadas en círculo",
      "Una de las seis está sitiada. Sus aliadas ayudan y comparten su crisis.",
    ],
  },

  controls: {
    scenario: "La organización",
    safeguards: "Salvaguardas",
    safeguardsHint: "Lo que se incorpora contra la deriva. Activa una y ábrela para fijar su fuerza.",
    shocks: "Lo que le sucede",
    shocksHint:
      "Arrastra una barra a otro momento; arrastra su extremo para que dure más. Con el teclado: las flechas mueven, mayúsculas y flechas alargan o acortan, suprimir la quita.",
    add: "Añadir",
    remove: "Quitar",
    strength: "Fuerza y detalles",
    more: "Todos los demás parámetros",
    search: "Buscar un parámetro",
    reset: "Volver a la historia como era",
    default: "por defecto {value}",
    run: "Simular",
    running: "Simulando …",
    stop: "Parar",
    auto: "Simular en cuanto suelte",
    cost: "unos {seconds} de trabajo",
    does: "Qué hace",
    costs: "Qué cuesta",
    now: "Con estos números",
    from: "desde el mes {month}",
    lasts: "durante {months}",
    members: "Miembros",
    local_size: "Miembros por sección",
    ticks: "Meses que se simulan",
    organizations: "Organizaciones que se simulan",
    seed: "Semilla del azar",
  },

  compare: {
    pin: "Fijar este futuro",
    unpin: "No comparar",
    pinned: "Fijado: {name}",
    now: "Ahora",
    before: "Fijado",
    sameLuck:
      "Los dos futuros tienen la misma suerte, decisión por decisión: lo que difiere se debe a tu cambio.",
    nothing: "Cambia algo y se compara con el futuro fijado, con la misma suerte.",
  },

  answer: {
    press: "Pulsa «Simular» para ver qué pasa.",
    fromLink: "Esto vino con un enlace. Nada se simula hasta que pulses «Simular».",
    captured: "De {of} organizaciones, {n} están capturadas al final.",
    capturedBefore: "En el futuro fijado: {n}.",
    difference: "{points} puntos ({low} a {high}, intervalo del 95 %).",
    unclear: "Todavía podría ser azar.",
    progress: "{done} de {of} organizaciones",
    queued: "Se atiende a otras personas: {n} antes que tú.",
    half: "La mitad está capturada para el mes {month}.",
    what: "Capturada significa: durante un año el centro ha decidido la mayor parte de lo que está en juego, y a quienes ocupan cargos apenas se les puede quitar.",
  },

  conditions: {
    self_governing: "autogobernada",
    contested: "en disputa",
    captured: "capturada",
    collapsed: "desaparecida",
    split: "dividida",
  },

  charts: {
    fates: "Qué fue de ellas",
    fatesHint: "Cada cuadrado es una organización. Haz clic en una para ver qué pasó en ella.",
    fatesLabel: "{n} organizaciones en el mes {month}: {counts}. Las flechas eligen una, Intro la abre.",
    cell: "Organización {n}: {condition}",
    lookAt: "Mirar la organización número",
    look: "Mirar",
    fanHint:
      "La línea es la organización de en medio; la banda oscura contiene la mitad, la clara nueve de cada diez.",
    measure: "Medida",
    survival: "Aún no capturadas",
    survivalHint: "Parte de las organizaciones que hasta ahora no han sido capturadas, con bandas del 95 %.",
    benefits: "Beneficios y costes",
    benefitsHint: "Ahora menos lo fijado, en todo el periodo. Una barra que cruza la línea puede ser azar.",
    profile: "Perfil",
    profileHint:
      "No hay un único número para la centralización. Haz clic en una medida para verla en grande.",
    months: "mes",
    table: "Como tabla",
    month: "Mes {month}",
    play: "Reproducir",
    pause: "Pausa",
    p05: "5 %",
    p25: "25 %",
    p50: "centro",
    p75: "75 %",
    p95: "95 %",
    estimate: "estimación",
    low: "mínimo",
    high: "máximo",
    difference: "diferencia",
    svg: "SVG",
    png: "PNG",
    csv: "CSV",
    save: "Guardar «{chart}» como {kind}",
  },

  effects: {
    captured_at_end: "capturadas al final",
    collapsed: "desaparecidas",
    self_governing_at_end: "autogobernadas al final",
    of100: "de cada 100",
    better: "mejor",
    worse: "peor",
    unclear: "puede ser azar",
    safeguard_hours: "horas para salvaguardas, por miembro y mes",
    safeguard_money: "cuotas para salvaguardas, por miembro y mes",
    quality: "calidad de las decisiones",
    delay: "meses que tarda una decisión",
    damage: "daño, cuotas por miembro y mes",
    participation: "asistencia",
    legitimacy: "legitimidad",
  },

  measures: {
    central_share_stakes: "Decidido por el centro",
    removability: "Posibilidad de quitar un mal cargo en un año",
    emergency: "Con poderes de emergencia",
    influence_gini: "Desigualdad de influencia",
    influence_seats: "Influencia de los cargos",
    influence_staff: "Influencia del personal pagado",
    deference: "Miembros que escuchan a los mismos pocos",
    tenure: "Meses en el cargo",
    participation: "Asistencia",
    legitimacy: "Creencia de que es suya",
    voice: "Miembros que alzan la voz",
    grievance_hidden: "Malestar callado",
    quality: "Calidad de las decisiones",
    delay: "Meses que tarda una decisión",
    damage: "Daño",
    membership: "Miembros",
  },

  safeguards: {
    rotation: [
      "Rotación y límites de mandato",
      "Tras varios mandatos seguidos, el puesto pasa a otra persona.",
      "Quienes llegan tienen que aprender; por un tiempo se decide con menos destreza.",
    ],
    lottery: [
      "Sorteo",
      "Parte de los puestos se sortea entre quienes participan.",
      "Quienes salen saben lo que cualquiera; los órganos pierden experiencia y la agenda puede pasar al personal.",
    ],
    time_bombed_committees: [
      "Comités con caducidad",
      "El mandato de un comité caduca si no se escribe de nuevo.",
      "Escribirlo lleva horas, y puede renovarse sin leerlo.",
    ],
    dissent_cycles: [
      "Ciclos de disenso",
      "Cada cierto tiempo la crítica tiene algo que ganar: parte del dinero o de la agenda va a quienes objetan.",
      "Cada ciclo lleva horas de todos los que asisten.",
    ],
    disband_days: [
      "Días de disolución",
      "En días fijados el centro para y las secciones lo llevan todo.",
      "Lo que necesita al centro tiene que esperar.",
    ],
    transparency: [
      "Transparencia",
      "Cuentas, actas y relaciones están abiertas.",
      "Mantenerlas abiertas lleva horas; también se ve a quien alza la voz.",
    ],
    emergency_sunset: [
      "Caducidad de la emergencia",
      "Los poderes de emergencia acaban a los pocos meses si los miembros no los renuevan.",
      "Votar lleva horas, y en la emergencia a menudo se renuevan.",
    ],
    international_alliances: [
      "Alianzas internacionales",
      "Los aliados alivian la presión del aislamiento.",
      "Las alianzas cuestan cuotas, y la crisis de un aliado se nota aquí.",
    ],
    subsidiarity: [
      "Subsidiariedad",
      "Parte de los asuntos y del dinero es de las secciones.",
      "Lo urgente espera allí a la asamblea, aunque el centro fuera más rápido.",
    ],
    public_audit: [
      "Auditoría pública",
      "Al final de cada mandato hay una auditoría pública.",
      "Las auditorías llevan horas; quien va enviado por la ejecutiva no encuentra nada entre amigos.",
    ],
    shadow_office: [
      "Cargo en la sombra",
      "Junto a cada cargo alguien tiene la tarea de criticar y puede tomar el relevo.",
      "Cada crítico le cuesta horas al órgano, todos los meses.",
    ],
    freedom_to_split: [
      "Libertad de separarse",
      "Una sección que se cansa puede irse con su dinero.",
      "Quienes se quedan tienen menos dinero y oyen a menos gente que objeta.",
    ],
    recall: [
      "Revocación",
      "Se puede destituir a un cargo por votación antes de que acabe su mandato.",
      "Las votaciones llevan horas, y las facciones pueden usarlas.",
    ],
    separation_of_party_and_state: [
      "Separación de partido y Estado",
      "Partido y Estado van aparte, para que disentir no sea traición.",
      "Lo que va al centro tarda más.",
    ],
    parallel_institutions: [
      "Instituciones paralelas",
      "Consejos, cooperativas y apoyo mutuo resuelven una parte por sí mismos.",
      "Hay que construirlas durante años antes de que tengan peso.",
    ],
    periodic_redesign: [
      "Rediseño periódico",
      "Cada pocos años una parte de los órganos centrales se disuelve y se escribe de nuevo.",
      "Lleva horas de todos los que asisten, y se pierde lo aprendido en el cargo.",
    ],
    newcomers_quota: [
      "Cuota para nuevos",
      "Algunos puestos son para quienes nunca tuvieron un cargo.",
      "Quienes llegan tienen menos práctica.",
    ],
    staff_rotation: [
      "Rotación del personal",
      "También el personal pagado se va a los pocos años.",
      "Lo que sabían se va con ellos.",
    ],
  },

  shocks: {
    isolation: ["Aislamiento", "No llega la ayuda que se esperaba."],
    civil_war: ["Guerra civil", "Una guerra por sobrevivir en casa."],
    scarcity: ["Escasez", "Se secan los ingresos."],
    victory: ["Victoria", "Llegan de golpe dinero, tareas y gente."],
    failed_revolutions: ["Derrota de los aliados", "Quienes iban a ayudar son vencidos."],
    surge: ["Avalancha", "Muchos quieren entrar a la vez."],
    cooptation_campaign: ["Campaña de cooptación", "Desde fuera cortejan más a los cargos."],
    loss_of_leaders: ["Pérdida de dirigentes", "El enemigo se lleva a quienes ocupan cargos."],
    windfall: ["Dinero inesperado", "Un financiador da, y pronto hace falta."],
    internal_split: ["Disputa de facciones", "Las facciones se enfrentan."],
  },

  organization: {
    title: "Qué pasó en la organización {n}",
    back: "Volver a todas las organizaciones",
    chronicle: "Crónica",
    people: "Personas y órganos",
    peopleHint:
      "Los círculos son miembros: cuantos más escuchan a alguien, más grande. Una línea va de quien escucha a quien es escuchado. Los círculos llenos ocupan un puesto, los cuadrados son personal pagado, un anillo es alguien que alza la voz.",
    peopleLabel:
      "Mes {month}: {seats} puestos en manos de {holders} personas; al miembro más escuchado lo escuchan {followers}.",
    shown:
      "Miembros dibujados: {n}. Son todos los que ocupan un puesto, los más escuchados y algunos de los demás.",
    bodies: "Quién está dónde",
    member: "miembro {n}",
    english: "La crónica está en inglés.",
    pinned: "La misma organización en el futuro fijado",
    now: "La misma organización tal como es ahora",
    loading: "Simulando otra vez …",
    body: ["ejecutiva", "comité {n}", "mando de emergencia", "institución paralela"],
  },

  tour: {
    title: "Seis estaciones",
    intro:
      "En cada estación, adivina primero. Luego deja que lo averigüen cientos de organizaciones. Un pronóstico hecho antes de mirar enseña más que cualquier explicación.",
    station: "Estación {n} de {of}",
    next: "Siguiente estación",
    previous: "Estación anterior",
    yourGuess: "De 100 organizaciones así, ¿cuántas están capturadas al final?",
    commit: "Ese es mi pronóstico",
    committed: "Tu pronóstico: {n} de 100.",
    reveal: "Simular y ver",
    result: "Simulado: {n} de 100 están capturadas al final ({low} a {high}, intervalo del 95 %).",
    resultBefore: "Para comparar, {name}: {n} de 100.",
    off: "Te quedaste a {n}.",
    exact: "Acertaste.",
    roomGuesses: "Pronósticos de la sala: {n}",
    roomNone: "Nadie más ha hecho un pronóstico.",
    roomHidden: "Verás los pronósticos de la sala cuando hayas hecho el tuyo.",
    here: "La sala está en la estación {n}.",
    go: "Ir allí",
    lead: "Traer la sala aquí",
    open: "Cambiar este escenario por tu cuenta",
    stations: [
      {
        title: "¿Deriva por sí sola?",
        text: "Mil miembros en veinte secciones. Cada año eligen una ejecutiva y cuatro comités, se reúnen cada mes y resuelven lo que surge. Quien decide gana influencia y práctica; a quien se escucha se le escucha más. Durante veinte años no viene nada de fuera.",
        before: "",
        question: "Suele decirse que la deriva es una ley. ¿Cuántas ceden sin ningún empujón?",
        after:
          "Con los valores por defecto, ninguna. Las fuerzas están ahí y se ve algo de desigualdad de influencia, pero mientras los asuntos puedan resolverse donde surgen, las secciones se sostienen. Aquí la deriva no es una ley; necesita una ocasión.",
      },
      {
        title: "En soledad",
        text: "La misma organización. Tras cinco años tranquilos no llega la ayuda con la que contaba: tres años de aislamiento, con amenaza y menos dinero. Luego termina, y siguen doce años de paz.",
        before: "en paz",
        question: "El sitio terminó hace doce años. ¿Cuántas están capturadas al final?",
        after:
          "En una emergencia los asuntos van a donde se resuelven rápido: al centro. Lo que se decidió allí una vez se decide allí otra vez, quienes ocupan cargos ganan práctica y cada vez menos gente va a asambleas sin nada que decidir. Cuando el sitio acaba, se van las razones, pero no las costumbres.",
      },
      {
        title: "Poderes que caducan",
        text: "Otra vez tres años de aislamiento. Ahora los poderes de emergencia acaban a los seis meses, salvo que los miembros voten renovarlos.",
        before: "sin esta regla",
        question: "¿Cuántas están capturadas ahora?",
        after:
          "Menos, pero no pocas. Mientras la amenaza es real, los miembros renuevan. Un plazo acaba con poderes que nadie defiende; no deshace las costumbres que crecieron con ellos.",
      },
      {
        title: "Una regla en el papel",
        text: "De nuevo el aislamiento. El mandato de cada comité caduca al año y hay que escribirlo de nuevo. Donde se hace en serio, casi ninguna organización es capturada. Pero aquí es un trámite: noventa y siete veces de cien se renueva sin leerlo.",
        before: "mandatos que de verdad se escriben de nuevo",
        question: "La regla es la misma; la práctica, no. ¿Cuántas están capturadas?",
        after:
          "Una regla que se cumple como trámite es aquí peor que ninguna: sus revisiones quitan horas a las asambleas y nada termina. Quien proponga una salvaguarda debería decir quién se negará a firmar.",
      },
      {
        title: "Destituir o sortear",
        text: "Otra vez el aislamiento y dos propuestas. Una es el sorteo: la mitad de los puestos se sortea. La otra es la revocación: los miembros pueden destituir a un cargo antes de que acabe su mandato.",
        before: "la mitad de los puestos por sorteo",
        question: "Con revocación en vez de sorteo, ¿cuántas están capturadas?",
        after:
          "La revocación suena más fuerte, y aquí es peor que nada: sin ninguna de las dos reglas habría menos capturadas. Sus votaciones quitan horas a asambleas que tienen pocas, así que más cosas van al centro; y con poderes de emergencia, cuando más importaría, no se vota. Si las votaciones no llevan tiempo, el daño casi desaparece: pruébalo. El sorteo no quita horas a nadie. Tiene su propio precio: los órganos deciden con menos experiencia.",
      },
      {
        title: "Antes o después",
        text: "Un movimiento gana y poco después es sitiado. Tiene sus propios consejos, cooperativas y apoyo mutuo. En un mundo se construyeron durante años antes de la ruptura; en el otro se comienzan con el sitio en marcha.",
        before: "construidos antes de la ruptura",
        question: "Comenzados un año después de la victoria, en pleno sitio: ¿cuántas están capturadas?",
        after:
          "Lo que ha de tener peso en una crisis tiene que estar en pie antes de que llegue. Los mismos consejos, empezados tarde, se topan con costumbres ya formadas. Las salvaguardas van en el plan para ganar, no en el de después.",
      },
    ],
  },

  room: {
    title: "La sala",
    join: "Abre esta dirección en un teléfono de la misma red, o escanea el código.",
    closed:
      "Solo este equipo puede abrir la página. Iníciala con «thermidor serve --room» para que entren otras personas.",
    people: "Pronósticos en cada estación",
    clear: "Olvidar todos los pronósticos",
    qr: "Código QR de la dirección",
  },

  take: {
    title: "Llevarse",
    link: "Un enlace que contiene todo el escenario",
    linkHint:
      "Está en la propia dirección y no se guarda en ningún sitio. Quien la abre ve el escenario; nada se simula antes de pulsar «Simular».",
    copy: "Copiar",
    copied: "Copiado.",
    file: "El archivo de escenario",
    fileHint: "Para «thermidor run»: los mismos números en cualquier lugar.",
    report: "El informe",
    reportHint: "Una página con gráficos, tablas y todos los supuestos. No necesita red.",
    download: "Descargar",
    making: "Se está haciendo …",
    charts: "Cada gráfico se puede guardar con los botones que tiene debajo.",
  },

  errors: {
    title: "Eso no funciona",
    network: "El servidor no responde. ¿Sigue en marcha?",
    link: "Este enlace está dañado; no se puede leer el escenario que contiene.",
    again: "Intentar de nuevo",
  },

  units: {
    months: ["{n} mes", "", "", "{n} meses"],
    years: ["{n} año", "", "", "{n} años"],
    seconds: ["{n} segundo", "", "", "{n} segundos"],
  },
};
