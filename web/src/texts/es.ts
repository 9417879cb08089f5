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
    default: "Por defecto: {value}",
    quoted: "«{word}»",
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
    collapsed: "Desaparecidas: {n}.",
    collapsedBefore: "En el futuro fijado: {n}, desaparecidas: {collapsed}.",
    outdated: "Antes de tu cambio:",
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
    survivalHint:
      "Parte de todas las organizaciones que hasta ahora no han sido capturadas, con bandas del 95 %. Las que desaparecieron sin ser capturadas siguen contando.",
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
    central_share_count: "Resuelto por el centro, en número",
    central_resources: "Dinero en manos del centro",
    parallel_resources: "Dinero en instituciones paralelas",
    self_governing_locals: "Secciones que resuelven casi todo por sí mismas",
    influence_people: "Personas entre las que se reparte la influencia",
    influence_gini_excess: "Desigualdad de influencia más allá del azar",
    influence_top1: "Influencia del 1 % más influyente",
    influence_assemblies: "Influencia de las asambleas",
    influence_outside: "Influencia desde fuera",
    influence_parallel: "Influencia de delegados de instituciones paralelas",
    bench: "Personas dispuestas a ocupar un puesto",
    contested: "Elecciones con más de un candidato",
    turnover_term: "Puestos que se dejan al acabar el mandato",
    turnover_recall: "Puestos que se dejan por revocación",
    turnover_purge: "Puestos que se dejan por expulsión o pérdida",
    turnover_resignation: "Puestos que se dejan por renuncia",
    faction_concentration: "Una sola facción arriba",
    seats_outside: "Puestos ganados desde fuera",
    tenure_median: "Meses en el cargo, caso mediano",
    moves_in: "Nuevos miembros",
    moves_out: "Miembros que se van",
    seceded: "Miembros que se fueron con su sección",
    skill: "Destreza de los miembros",
    grievance_visible: "Malestar expresado",
    voice_success: "Demandas atendidas",
    voice_price: "Precio de alzar la voz",
    staff: "Personal por cada 1000 miembros",
    body_age: "Edad de los mandatos de los comités",
    body_fit: "Ajuste de los mandatos de los comités",
    backlog: "Decisiones en espera por cada 1000 miembros",
    diverted: "Dinero desaparecido",
    reserve: "Reservas, en meses de cuotas",
    safeguard_hours: "Horas para salvaguardas",
    safeguard_money: "Dinero para salvaguardas",
    repealed: "Salvaguardas derogadas",
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

  sentences: {
    safeguards: {
      rotation:
        "Los mandatos duran {term_ticks:months} y nadie sirve más de {terms_in_a_row:terms} seguidos; quien sale espera {cooling_off_ticks:months}. Cada traspaso le cuesta al órgano {handover_hours:hours}, y lo aprendido en el cargo se va con quien lo ocupaba.",
      lottery:
        "El {share:percent} de los puestos se sortea entre quienes participan. Quienes salen saben lo que cualquiera, así que los órganos deciden con menos experiencia.",
      time_bombed_committees:
        "Los comités caducan a los {lifetime_ticks:months}; el {rubber_stamp:percent} de las revisiones renueva el mandato sin leerlo, las demás lo reescriben y acaban con el {narrowing:percent} de los precedentes del centro. Una revisión cuesta {review_hours:hours} a cada miembro presente; sin un quórum del {quorum:percent}, el comité desaparece durante {gap_ticks:months}.",
      dissent_cycles:
        "Cada {period_ticks:months} el disenso tiene su día: se escucha a un bloque de al menos el {quorum:percent} de los miembros, {stake}. Un ciclo cuesta {hours:hours} a cada miembro presente.",
      disband_days:
        "Cada {period_ticks:months} el centro para durante {length_ticks:months} para el {scope:percent} de las secciones, que lo resuelven todo por sí mismas. Lo que espera en el centro espera más, y lo urgente hace daño entretanto.",
      transparency:
        "Las cuentas están abiertas al {ledgers:percent}, las actas al {minutes:percent}, las relaciones al {relationships:percent}; así los miembros ven más del conjunto y las secciones saben más. Cuesta hasta {hours:hours} al mes por puesto, y quienes disienten cargan con hasta un {exposure:percent} más de estigma.",
      emergency_sunset:
        "Los poderes de emergencia acaban a los {months:months} si no los renueva {renewed_by}. Los poderes caducados no pueden volver a declararse durante {pause_ticks:months}, aunque la amenaza sea real, y una votación cuesta {hours:hours} a cada miembro presente.",
      international_alliances:
        "Con {partners} aliados queda el {left:percent} de cualquier aislamiento. Cuestan {dues:dues} al mes por cada 1000 miembros, y cada uno tiene {crises_per_year} crisis al año que traen aquí {contagion:points} puntos de amenaza.",
      subsidiarity:
        "{reserved_domains} de {domains} ámbitos están reservados a las secciones (barrera {barrier}), y el {local_resources:percent} de las cuotas se queda en ellas. Lo urgente espera allí a la asamblea, aunque el centro fuera más rápido.",
      public_audit:
        "El {probability:percent} de los mandatos acaba con una auditoría de profundidad {depth:percent} a cargo de {auditors}. Los cargos pierden la ventaja de serlo en la medida en que algo sale a la luz, y desaparece un {less:percent} menos. Una auditoría cuesta {takes:hours}.",
      shadow_office:
        "Junto a cada cargo, {critics} tiene la tarea de criticar: una voz independiente en sus decisiones, alguien que se presenta al puesto y un oído para las demandas. Cada crítico le cuesta al órgano {hours:hours} al mes.",
      freedom_to_split:
        "Una sección cuyo malestar medio supera el {threshold:percent} se va con una probabilidad del {chance:percent} al mes, se lleva el {takes:percent} de su dinero y pasa a ser otra organización. Quienes se quedan juntan menos y oyen a menos gente que objeta.",
      recall:
        "En cuanto firma el {signatures:percent} de los miembros, se vota sobre quien lleva {cooling_off_ticks:months} en el cargo, y se va si la mayoría de los presentes está en contra. Una votación cuesta {hours:hours} a cada uno de ellos, y el {factional:percent} de las otras facciones vota contra un cargo solo por eso.",
      separation_of_party_and_state:
        "La fusión se limita al {fusion_cap:percent} (sería del {fusion:percent}), así que disentir es menos traición{incompatible_offices}. Lo que va al centro tarda {coordination_ticks:months} más.",
      parallel_institutions:
        "Las secciones construyen sus propias instituciones desde el mes {from_tick:month}, {when}: a los {building_ticks:months}, {delegates} delegados asumen el {share:percent} de lo que iría al centro y juntan el {resources:percent} del dinero de las secciones. Cuesta {upkeep:dues} por miembro y mes, y {hours:hours} de cada miembro presente mientras se construyen; bajo amenaza la construcción va más lenta.",
      periodic_redesign:
        "Cada {period_ticks:months} el {depth:percent} de los órganos centrales se disuelve y se escribe de nuevo para que vuelva a encajar, y con ellos se va el {clearing:percent} de los precedentes del centro. Un rediseño cuesta {hours:hours} a cada miembro presente, y se pierde lo aprendido en el cargo.",
      newcomers_quota:
        "El {share:percent} de los puestos es para quienes nunca tuvieron un cargo. Traen menos experiencia, y donde no se presenta nadie nuevo, quien ocupa el puesto sigue más allá del mandato.",
      staff_rotation:
        "Nadie sigue en el personal pagado más de {term_ticks:months}. Lo aprendido en el puesto se va con ellos, y formar a los nuevos le cuesta a cada puesto {training_hours:hours} al mes.",
    },
    shocks: {
      isolation:
        "el aislamiento añade {threat:points} puntos de amenaza, que los aliados pueden aliviar, y quita el {loss:percent} de los ingresos.",
      civil_war:
        "la guerra civil sube la amenaza a {threat:points} de 100 y quita el {loss:percent} de los ingresos.",
      scarcity:
        "la escasez quita el {loss:percent} de los ingresos y sube la amenaza a {threat:points} de 100.",
      victory:
        "la victoria multiplica lo que hay que decidir por {responsibilities:factor}, los ingresos por {resources:factor} y quienes entran por {people:factor}.",
      failed_revolutions:
        "la derrota quita el {loss:percent} de los aliados y añade {threat:points} puntos de amenaza, que los que quedan pueden aliviar.",
      surge: "la avalancha multiplica a quienes quieren entrar por {people:factor}.",
      cooptation_campaign:
        "la campaña de cooptación multiplica los intentos de ganarse a los cargos por {attempts:factor}.",
      loss_of_leaders: "cada cargo se pierde con una probabilidad del {loss:percent} al mes.",
      windfall:
        "un financiador da al centro {money:money} cuotas por miembro y mes, y los intentos de ganarse a los cargos se multiplican por {attempts:factor}.",
      internal_split:
        "quienes no son de la facción dirigente cargan con {grievance:points} puntos más de malestar.",
    },
    parts: {
      "stake.nothing": "que no gana nada",
      "stake.budget": "que gana el {budget_share:percent} de los ingresos centrales del mes",
      "stake.review":
        "que gana una revisión que acaba con el {review_share:percent} de los precedentes del centro",
      "stake.either":
        "que gana el {budget_share:percent} de los ingresos centrales del mes o una revisión que acaba con el {review_share:percent} de los precedentes del centro",
      "renewed_by.holders": "quien los tiene, que lo hace en el {renewal_probability:percent} de los casos",
      "renewed_by.assemblies": "el {majority:percent} de las asambleas",
      "auditors.central": "auditores enviados por la ejecutiva, que entre amigos no encuentran nada",
      "auditors.local": "las asambleas, en la medida en que acuda gente",
      "critics.authentic": "alguien a quien le importa, si lo hay,",
      "critics.assigned":
        "alguien a quien se le asigna el papel, y que vale el {assigned_worth:percent} de quien lo siente,",
      "incompatible_offices.true": ", y los cargos se ocupan sin mirar a quién conoce un padrino",
      "incompatible_offices.false": "",
      "when.before": "antes de cualquier sacudida",
      "when.after": "después de la primera sacudida",
      "begins.once": "Desde el mes {start_tick:month}",
      "begins.random": "{rate_per_year} veces al año, al azar desde el mes {start_tick:month}",
      "fades.slowly": ", y luego la mitad cada {decay_ticks:months}",
      "fades.at_once": "",
    },
    shock: "{begins}, durante {duration_ticks:months}{fades}: {effect}",
    compliance: " Se cumple en el {compliance:percent} de las ocasiones.",
    from: " En vigor desde el mes {from_tick:month}.",
    until: " En vigor desde el mes {from_tick:month} hasta el mes {until_tick:month}.",
  },

  happened: {
    shock_begins: "{shock}: empieza",
    shock_over: "{shock}: ha terminado",
    safeguard_begins: "{safeguard}: en vigor desde ahora",
    safeguard_ends: "{safeguard}: ya no está en vigor",
    self_governing: "La organización se gobierna a sí misma",
    contested: "La organización está en disputa: aparece un signo de captura",
    captured: "La organización está capturada",
    collapsed: "La organización se ha derrumbado",
    split: "La organización se ha dividido",
    kept: "Los poderes de emergencia siguen en vigor tras {months}, {after} después del fin de la sacudida",
    kept_by_command: "; el mando lo tienen los miembros {members}",
    kept_by_executive: "; en la ejecutiva están los miembros {members}",
    powers_raised: "Se declaran poderes de emergencia",
    powers_given_up: "Quienes tienen los poderes de emergencia los devuelven",
    powers_renewed: "Los poderes de emergencia se votan y se renuevan",
    powers_lapsed: "Los poderes de emergencia caducan",
    charter_renewed: "El mandato se renueva sin leerlo: {body}",
    charter_rewritten: "El mandato se reescribe: {body}",
    charter_expired: "El mandato expira: {body}",
    recalled: "{body}: se revoca al miembro {member}",
    expelled: "{body}: se expulsa al miembro {member}",
    co_opted: "{body}: un actor externo se gana al miembro {member}",
    leader_lost: "{body}: se pierde al miembro {member}",
    seceded: "El grupo local {local} se va y se hace organización propia",
    suppressed: "El grupo local {local} quiere irse y se lo impiden",
    local_founded: "Se funda el grupo local {local}",
    repealed: "{safeguard}: la derogan aquellos a quienes obliga",
    repeal_failed: "{safeguard}: fracasa una moción para derogarla",
    votes: " ({yes} a favor, {no} en contra)",
    reason: ": {reason}",
    holds_over:
      "{body}: nadie se presenta o vienen muy pocos, el miembro {member} sigue más allá de su mandato",
    elected_again: "{body}: el miembro {member} es reelegido",
    kept_by_appointment: "{body}: el miembro {member} sigue por nombramiento",
    elected: "{body}: el miembro {member} es elegido",
    appointed: "{body}: el miembro {member} es nombrado",
    drawn: "{body}: el miembro {member} sale por sorteo",
    elected_from_shadow: "{body}: el miembro {member} es elegido desde el cargo en la sombra",
    follows_term: " en lugar del miembro {member}, tras {months}",
    follows_expiry: " en lugar del miembro {member}, cuyo órgano expiró, tras {months}",
    follows_recall: " en lugar del miembro {member}, revocado tras {months}",
    follows_resignation: " en lugar del miembro {member}, que se fue tras {months}",
    follows_expulsion: " en lugar del miembro {member}, expulsado tras {months}",
    follows_loss: " en lugar del miembro {member}, perdido tras {months}",
  },

  reasons: {
    "members would not have it": "los miembros no lo aceptaron",
    "most saw no need": "la mayoría no vio necesidad",
    "the emergency leaves no room for it": "la emergencia no deja lugar para ello",
    "it keeps good people from office": "aparta de los cargos a gente buena",
    "it ties the hands of those who are responsible": "ata las manos a quienes son responsables",
    "it takes too many hours": "cuesta demasiadas horas",
    "there is no money for it": "no hay dinero para ello",
    "committees no longer expire": "los comités ya no expiran",
    "found out at the audit": "descubierto en la auditoría",
    "found to serve an outside actor": "se descubrió que servía a un actor externo",
    "its time was over": "se le acabó el plazo",
    "periodic redesign": "rediseño periódico",
    "the gap was long enough": "la pausa fue bastante larga",
    "the locals federate": "los grupos locales se federan",
    "leaving is not allowed": "irse no está permitido",
    "most of its members had had enough": "la mayoría de sus miembros estaba harta",
    "most who voted had had enough": "la mayoría de quienes votaron estaba harta",
    "newcomers found no room": "los recién llegados no hallaron sitio",
    "renewed unread": "renovado sin leer",
    "taken by the enemy": "tomado por el enemigo",
    "the threat was over": "la amenaza había pasado",
    "the threat": "la amenaza",
    "they were not renewed": "no se renovaron",
    "those who decide held on to them": "quienes deciden se aferraron a ellos",
    "too few came to the review": "muy pocos vinieron a la revisión",
    "won by an outside actor": "ganado por un actor externo",
  },

  organization: {
    title: "Qué pasó en la organización {n}",
    back: "Volver a todas las organizaciones",
    chronicle: "Crónica",
    people: "Personas y órganos",
    peopleHint:
      "Los círculos son miembros: cuantos más escuchan a alguien, más grande. Una línea va de quien escucha a quien es escuchado. Los círculos llenos ocupan un puesto, los cuadrados son personal pagado, un anillo es alguien que alza la voz.",
    followers: "seguidores",
    influence: "influencia",
    peopleLabel:
      "Mes {month}: {seats} puestos en manos de {holders} personas; al miembro más escuchado lo escuchan {followers}.",
    shown:
      "Miembros dibujados: {n}. Son todos los que ocupan un puesto, los más escuchados y algunos de los demás.",
    bodies: "Quién está dónde",
    member: "miembro {n}",
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
    guess: "Pronóstico",
    guessed: "Cuántas personas",
    here: "La sala está en la estación {n}.",
    go: "Ir allí",
    lead: "Traer la sala aquí",
    leading: "Tú guías la sala. Está en la estación {n}.",
    release: "Dejar que cada cual siga por su cuenta",
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
    reportHint: "Una página con gráficos, tablas y todos los supuestos. No necesita red. Está en inglés.",
    download: "Descargar",
    making: "Se está haciendo …",
    charts: "Cada gráfico se puede guardar con los botones que tiene debajo.",
  },

  errors: {
    title: "Eso no funciona",
    again: "Intentar de nuevo",
    detail: "En detalle",
    said: {
      network: "El servidor no responde. ¿Sigue en marcha?",
      link: "Este enlace está dañado; no se puede leer el escenario que contiene.",
      request:
        "El servidor no entiende lo que pide la página. Vuelve a cargarla; puede que sea más antigua que el servidor.",
      elsewhere:
        "Esta dirección no es de este servidor. Abre la página por la dirección que mostró al arrancar.",
      scenario: "Algo en este escenario no sirve. El detalle dice dónde y qué hacer.",
      luck: "No se pueden comparar dos futuros con distinto azar. Da a ambos la misma semilla y las mismas organizaciones.",
      long_run:
        "Una sola organización de este escenario tarda unos {seconds} segundos; esta página acepta hasta {most}. Usa menos miembros o meses, o «thermidor run» en un equipo propio.",
      much_work:
        "Este escenario tiene {millions} millones de meses de miembro, unos {seconds} segundos de trabajo; esta página acepta hasta {most}. Usa como mucho {organizations} organizaciones, menos miembros o menos meses.",
      many_values:
        "Las imágenes de este escenario tienen {millions} millones de valores; esta página acepta hasta {most} millones. Usa menos meses o menos organizaciones.",
      busy: "Ahora mismo hay demasiados visitantes. Inténtalo de nuevo en unos segundos.",
      room_full: "La sala está llena. Quien la abrió puede olvidar todos los pronósticos.",
      host_only: "Eso solo puede hacerlo quien arrancó el servidor, en el equipo en el que corre.",
      no_room:
        "Solo este equipo puede abrir la página. Iníciala con «thermidor serve --room» para que entren otras personas.",
      failed:
        "El servidor ha fallado. Guarda tu escenario en un archivo y cuéntale a quien arrancó el servidor lo que dice el detalle.",
    },
  },

  units: {
    months: ["{n} mes", "", "", "{n} meses"],
    years: ["{n} año", "", "", "{n} años"],
    seconds: ["{n} segundo", "", "", "{n} segundos"],
    months_after: ["{n} mes", "", "", "{n} meses"],
    hours: ["{n} hora", "", "", "{n} horas"],
    dues: ["{n} cuota", "", "", "{n} cuotas"],
    terms: ["{n} mandato", "", "", "{n} mandatos"],
    seats: ["{n} puesto", "", "", "{n} puestos"],
    members: ["{n} miembro", "", "", "{n} miembros"],
    organizations: ["{n} organización", "", "", "{n} organizaciones"],
    domains: ["{n} ámbito", "", "", "{n} ámbitos"],
    ties: ["{n} vínculo", "", "", "{n} vínculos"],
    people: ["{n} persona", "", "", "{n} personas"],
    factions: ["{n} facción", "", "", "{n} facciones"],
    "a month": ["", "", "", "{n} al mes"],
    "a year": ["", "", "", "{n} al año"],
    "a decision": ["", "", "", "{n} por decisión"],
    "a member and month": ["", "", "", "{n} por miembro y mes"],
    "hours a month": ["{n} hora al mes", "", "", "{n} horas al mes"],
    "dues a member": ["{n} cuota por miembro", "", "", "{n} cuotas por miembro"],
    "dues per 1,000 members": [
      "{n} cuota por cada 1000 miembros",
      "",
      "",
      "{n} cuotas por cada 1000 miembros",
    ],
    "staff per 1,000 members": ["", "", "", "{n} del personal por cada 1000 miembros"],
    "share of members": ["", "", "", "{n} de los miembros"],
    "share an hour": ["", "", "", "{n} por hora"],
    "share a month": ["", "", "", "{n} al mes"],
    factor: ["", "", "", "× {n}"],
    exponent: ["", "", "", "exponente {n}"],
    logits: ["", "", "", "{n} logits"],
    "log odds": ["", "", "", "{n} (log-odds)"],
    "log units": ["", "", "", "{n} (logarítmico)"],
  },
};
