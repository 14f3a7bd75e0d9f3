"""What the words of a paragraph ask for in numbers; every sentence is invented."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.criteria import Comparator, Connective, Group, Parameter, Role
from kgservice.thresholds.compare import describe
from kgservice.thresholds.numbers import Style, find_numbers, plain, style_of
from kgservice.thresholds.reading import read_paragraph


def said(criterion: Parameter | Group | None) -> str:
    """Return a criterion in signs, with conditions behind @ and other roles in brackets."""
    if criterion is None:
        return ""
    if isinstance(criterion, Group):
        return f"{criterion.connective}({'; '.join(map(said, criterion.operands))})"
    text = describe(criterion)
    if criterion.role is not Role.CONTROL:
        text += f" <{criterion.role}>"
    if criterion.conditions:
        text += f" @ {', '.join(map(said, criterion.conditions))}"
    return text


READ = [
    # comparisons before the number
    ("Kites with a mass exceeding 5 kg", "Mass > 5 kg"),
    ("Kites having a mass equal to or greater than 5 kg", "Mass ≥ 5 kg"),
    ("Kites of a length not exceeding 2.5 m", "Length ≤ 2.5 m"),
    ("Kites with a wall thickness of no more than 3 mm", "Thickness ≤ 3 mm"),
    ("Kites weighing a mass of less than 20 g", "Mass < 20 g"),
    ("Kites with at least a 7 kg payload", "Payload ≥ 7 kg"),
    ("A clock frequency of 40 MHz", "ClockFrequency = 40 MHz"),
    # comparisons behind it
    ("Whistles with a mass of 5 kg or more", "Mass ≥ 5 kg"),
    ("Whistles with a mass of 5 kg (11 lb) or less", "Mass ≤ 5 kg"),
    ("Drums 600 mm or more in diameter", "Diameter ≥ 600 mm"),
    ("Operating at frequencies of 200 Hz and below", "Frequency ≤ 200 Hz"),
    # what is better
    ("A positioning accuracy of less (better) than 4 µm", "PositioningAccuracy < 4 um"),
    ("An accuracy equal to or better than 0.1 %", "Accuracy ≤ 0.1 %"),
    ("Having a purity better than 99.5 %", "Purity > 99.5 %"),
    ("An overlay no better than ±0.3 µm", "OverlayAccuracy ≥ 0.3 um"),
    # ranges
    ("An inside diameter of between 75 mm and 650 mm", "InsideDiameter in [75, 650] mm"),
    ("An inside diameter between 75 and 650 mm", "InsideDiameter in [75, 650] mm"),
    ("A wavelength exceeding 510 nm but not exceeding 540 nm", "Wavelength in (510, 540] nm"),
    ("Whose resolution is 10 bit or more, but less than 12 bit", "Resolution in [10, 12) bit"),
    ("Operating at pressures of 130 Pa to 20 kPa", "Pressure in [130, 20000] Pa"),
    (
        "Whose half-life is 10 days or more but under 2 years",
        "all(HalfLife ≥ 10 d; HalfLife < 2 a)",
    ),
    # powers of ten, thousands, multipliers
    ("A specific modulus exceeding 3 x 10⁶ m", "SpecificModulus > 3000000 m"),
    ("A specific modulus exceeding 3 × 106 m", "SpecificModulus > 3000000 m"),
    ("A total dose of 5 × 10 5 Rads (Si) or more", "TotalDose ≥ 500000 RAD"),
    ("A C-NOT error of less than 10-4", "GateError < 0.0001"),
    ("Trained with 10 26 or more operations", "TrainingOperations ≥ 100000000000000000000000000"),
    ("A sample rate greater than 1.3 GSPS", "SampleRate > 1300000000 /s"),
    ("An output rate over 65 million words per second", "OutputWordRate > 65000000 /s"),
    ("A pressure ratio of 10:1 or more", "PressureRatio ≥ 10"),
    # counts
    ("Five or more axes", "AxisCount ≥ 5"),
    ("Having more than 2,048 elements", "ElementCount > 2048"),
    # conditions
    ("A power exceeding 6 W at a temperature of 4 K or less", "Power > 6 W @ Temperature ≤ 4 K"),
    ("A density at 298 K of 1.5 g/ml or more", "Density ≥ 1.5 g/mL @ Temperature = 298 K"),
    ("Giving, over a time period of 8 hours, 20 kV or greater", "Voltage ≥ 20 kV @ Time = 8 h"),
    (
        "Singing with a power over 5 W (37 dBm) at frequencies above 2 GHz but not above 3 GHz",
        "Power > 5 W @ Frequency in (2, 3] GHz",
    ),
    ("A mass over 5 kg at a temperature of 20±0.1 °C", "Mass > 5 kg @ Temperature = 20 Cel"),
    ("With or without lids, having a volume of more than 5 L", "Volume > 5 L"),
    # circumstances, and what only looks like one
    ("An insertion loss under 2 dB maintained at a rated power over 9 W", "TransmissionLoss < 2 dB"
     " @ Power > 9 W"),
    ("Shaking with an acceleration over 3 g rms between 5 Hz and 2 kHz",
     "Acceleration > 3 [g] @ Frequency in [5, 2000] Hz"),
    ("A bias stability under 7 deg/h with respect to a first value over a period of one year",
     "DriftRate < 7 deg/h @ Time = 1 a"),
    ("Lanterns designed to shine at 7 µm wavelength and at a repetition rate over 9 Hz",
     "all(Wavelength = 7 um; PulseRepetitionFrequency > 9 Hz)"),
    ("A power over 6 W at or below a temperature of 4 K", "Power > 6 W @ Temperature ≤ 4 K"),
    # both bounds, with an equivalent or an equality between
    ('A nominal size of 20 mm or 0.8" (DN 20) or more and not more than 90 mm or 3.5"',
     "WorkingEnvelope in [20, 90] mm"),
    ("An overlay above 1.5 nm and below or equal to 2.5 nm", "OverlayAccuracy in (1.5, 2.5] nm"),
    ("Containing 11.0 - 13.0 % by weight of tin", "WeightFraction in [11.0, 13.0] %"),
    # contraries
    ("Having no side length greater than 30 cm", "Length ≤ 30 cm"),
    ("Bells whose mass is not to be less than 5 kg", "Mass ≥ 5 kg"),
    ("An accuracy no worse than 3 µm", "Accuracy ≤ 3 um"),
    ("Bells without handles, having a mass of more than 5 kg", "Mass > 5 kg"),
    # units seldom seen
    ("Cords of 70 g per metre or kites with a mass of more than 2 kg", "Mass > 2 kg"),
    ("Ropes with a load of more than 0.2 kg per metre", "LinearDensity > 0.2 kg/m"),
    ("A specific fuel consumption of 0.4 kg N⁻¹ h⁻¹ or less",
     "SpecificFuelConsumption ≤ 0.4 kg/N/h"),
    ("A power density exceeding 3 kW/ cm²", "PowerDensity > 3 kW/cm2"),
    ("Settling in a time of two minutes or less", "Time ≤ 2 min"),
    # joined limits
    (
        "Ribbons with a width of 6 mm or more and having a thickness of 3 mm or less",
        "all(Width ≥ 6 mm; Thickness ≤ 3 mm)",
    ),
    (
        "Turning at rates of 400 deg/s or more, or 30 deg/s or less",
        "any(AngularRate ≥ 400 deg/s; AngularRate ≤ 30 deg/s)",
    ),
    # what takes away
    ("Bells, other than those having a mass of 3 kg or less", "Mass ≤ 3 kg <release>"),
    ("Bells with a mass of less than 3 kg are not controlled", "Mass < 3 kg <release>"),
    ("Ore with less than 8 ppm by weight of ash other than soot and less than 5 ppm salt content",
     "all(WeightFraction < 8 [ppm]; Concentration < 5 [ppm])"),
    # gravity, not grams
    ("Withstanding an acceleration of 10 g or more", "Acceleration ≥ 10 [g]"),
    # circumstances that follow each other, or whose number stands in brackets
    ("A mass over 5 kg at 20 °C and a relative pressure of 30 kPa",
     "Mass > 5 kg @ Temperature = 20 Cel, Pressure = 30 kPa"),
    ("A creep strain of more than 3 % at 70 MPa load and 900 K (627 °C) for 40 hours",
     "CreepStrain > 3 % @ Stress = 70 MPa, Temperature = 900 K, Time = 40 h"),
    ("A damage threshold over 7 J/cm² using 30 ns pulse width at 8 Hz repetition rate",
     "DamageThreshold > 7 J/cm2 @ PulseDuration = 30 ns, PulseRepetitionFrequency = 8 Hz"),
    ("A drift of less than 0.2 deg/h averaged over 40 seconds",
     "DriftRate < 0.2 deg/h @ Time = 40 s"),
    ("An accuracy of less than 20 kPa when measured at 300 kPa",
     "Accuracy < 20 kPa @ Pressure = 300 kPa"),
    ("A repeatability below 4 µm per 20 mm", "Repeatability < 4 um @ Length = 20 mm"),
    ("A resolution of 4 µm or less within 0 to 30 mm of the measuring range",
     "SpatialResolution ≤ 4 um @ MeasuringRange in [0, 30] mm"),
    ("A range of 40 km or more with a payload of 3 kg or more",
     "Range ≥ 40 km @ Payload ≥ 3 kg"),
    ("Kites flying to a height over 30 m, and to carry a mass over 2 kg",
     "all(Height > 30 m; Mass > 2 kg)"),
    # two bounds of one symbol, or of a range after a comparison
    ("At a frequency of 20 Hz ≤ F ≤ 5 kHz", "Frequency in [20, 5000] Hz"),
    ("A frequency of 20 Hz < F ≤ 5 kHz", "Frequency in (20, 5000] Hz"),
    ("A temperature range of at least -30 °C to + 70 °C", "Temperature in [-30, 70] Cel"),
    ("A wavelength within 0.3 to 0.6 µm", "Wavelength in [0.3, 0.6] um"),
    # what is counted, by the noun that is the head
    ("Three or more rollers", "RollerCount ≥ 3"),
    ("With four or fewer metal layers", "LayerCount ≤ 4"),
    ("Number of input fibres greater than 6", "FibreCount > 6"),
    ("Joining 12 or more processors", "ProcessorCount ≥ 12"),
    # alternatives
    ("Ropes in lengths over 20 m or with a mass over 3 kg", "any(Length > 20 m; Mass > 3 kg)"),
    ("A mass over 3 kg at 300 K (27 °C) or length over 20 m",
     "any(Mass > 3 kg @ Temperature = 300 K; Length > 20 m)"),
    ("A mass over 3 kg, or kites having a length over 20 m",
     "unstated(Mass > 3 kg; Length > 20 m)"),
    ("A mass over 3 kg or a length over 20 m, and having a width over 5 m",
     "unstated(any(Mass > 3 kg; Length > 20 m); Width > 5 m)"),
    ("Accelerometers with a frequency of 3 Hz or less, or capable of measuring over 300 g",
     "any(Frequency ≤ 3 Hz; Acceleration > 300 [g])"),
    # numbers in words, with units in words
    ("A volume of more than two litres", "Volume > 2 L"),
    ("Sugar of thirty-five percent or more by weight", "WeightFraction ≥ 35 %"),
    ("A voltage of five hundred volts or more", "Voltage ≥ 500 V"),
    # nouns between a number and its comparison
    ("Sleds of 6 feet (183 cm) stroke or more", "TravelRange ≥ 6 [ft_i]"),
    ("Powder of 85 % purity or higher", "Purity ≥ 85 %"),
    # comparisons seldom written
    ("A stroke better than (less than) 3 mm", "TravelRange < 3 mm"),
    ("An accuracy worse (more) than 3 µm", "Accuracy > 3 um"),
    ("A 'greatest thrust greater' than 30 N", "Thrust > 30 N"),
    ("A range greater or equal to 30 km", "Range ≥ 30 km"),
    ("An output power limited to 3 W", "Power ≤ 3 W"),
    ("Noise level less (better) than - 90 dBm/Hz anywhere", "NoiseSpectralDensity < -90 dB[mW]/Hz"),
    ("An optical uniformity of 98 % or better", "Uniformity ≥ 98 %"),
    # quantities and units seldom seen
    ("Kites for speeds of Mach 0.7 or more", "MachNumber ≥ 0.7 {Mach}"),
    ("Kites that fly above Mach 3", "MachNumber > 3 {Mach}"),
    ("A linearity equal to or better (less) than 0.3 %", "Linearity ≤ 0.3 %"),
    ("A figure of merit (K) of 0.7 or greater", "FigureOfMerit ≥ 0.7"),
    ("A specific surface area over 30 m²/g", "SpecificSurfaceArea > 30 m2/g"),
    ("A beam current over 3uA", "BeamCurrent > 3 uA"),
    ("Stage mass fractions exceeding 70 %", "MassFraction > 70 %"),
    ("A dynamic pressure exceeding 900 psf", "Pressure > 900 [lbf_av]/[sft_i]"),
    ("A thrust of 300 lbf (1.3 kN) or less", "Thrust ≤ 300 [lbf_av]"),
    ("A pitch of less than 80 nm", "Pitch < 80 nm"),
    ("A radar beam width of less than 2°", "BeamWidth < 2 deg"),
    ("A corrosion rate of less than 3 mm/year", "CorrosionRate < 3 mm/a"),
    ("An etch rate over 5 microns per minute", "EtchRate > 5 um/min"),
    ("An attenuation below 3 dB/km", "TransmissionLoss < 3 dB/km"),
    ("A specific fuel consumption of 0.4 kg N -1 h -1 or less",
     "SpecificFuelConsumption ≤ 0.4 kg/N/h"),
    ("A residual unbalance below 0.02 kg mm/kg", "Unbalance < 20 g.mm/kg"),
    ("Accelerating masses larger than 3g", "Mass > 3 g"),
    # shares
    ("Alloys containing 60% or more nickel by weight", "WeightFraction ≥ 60 %"),
    ("Alloys containing more than 60% nickel", "Concentration > 60 %"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), READ)
def test_what_is_certain_is_read(text: str, wanted: str) -> None:
    assert said(read_paragraph(text + ";", "en").criterion) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "An error less than (1.7 + L/1000) µm",
        "A power greater than 505 divided by the frequency",
        "Approximately 50 % clouds",
        "Typically a mass of more than 5 kg",
        "Wafers of 300 mm",
        "Losses of less than 30 % per year",
        "Exceeding 1/3 m",
        "A mass greater than 5 g/h",
        "Not capable of a speed exceeding 5 m/s",
        "Cooling from below 5 K to above 9 K",
        "A ratio that exceeds 1 part in 1,000",
        "A ratio exceeding 103",
        "A ratio of at least 1012",
        "A volume of more than 230 mm 4 for each",
        "A cloudiness of more than 7",
        "Bells having any of the following at 20 °C",
        "A frequency range of 3 ≤ F ≤ 10 kHz",
        "An activity of more than 40 GBq (1 curie) per kg",
        "A heading accuracy of less than 0.3 deg sec(Lat)",
        "A mass of 3 kg A⁻¹ or less",
        "Buoys with a float mass exceeding 30 % of the hull",
        "An aspect ratio of 1:1.8 or more",
        "Mirrors flat to λ/7 (λ is equal to 500 nm)",
        "Kites with a range of more than 900 nm",
        "A roughness (Ra = 5 nm)",
        "Lanterns made for 300 mm wafers",
        "Geese of a weight in 6-week-old chicks of 3 kg A⁻¹",
        "A cloudiness of one in ten or less for a mass of 3 kg",
        "Less than (9 + 20log F) within the range of 20 Hz ≤ F ≤ 5 kHz",
        "A mass of 5 kg mm/s² or less",
    ],
)
def test_what_is_not_certain_is_kept_as_printed(text: str) -> None:
    found = read_paragraph(text + ";", "en")
    assert found.criterion is None
    assert found.unparsed
    assert all(phrase in text for phrase in found.unparsed)


@pytest.mark.parametrize(
    "text",
    [
        "Gadgets specified by 9X999.a or 3A001.a.5",
        "Having two or more of the following",
        "Having one or more handles",
        "See Note 3, Category 5 Part 2 and § 121.1",
        "According to ISO 230-2:2014 or IEEE 802.11",
        "Blue (CAS 7732-18-5), uranium-235, UF6, 1,3-dimethyl",
        "Adopted on March 5, 1970 and in force since 2004",
        "Carbon of the 300 series",
        "Sold above $3000",
    ],
)
def test_what_is_no_limit_is_passed_over(text: str) -> None:
    found = read_paragraph(text + ";", "en")
    assert found.criterion is None
    assert found.unparsed == ()


def test_reference_levels_of_decibels_are_no_limit() -> None:
    text = "Horns with sound pressure level over 190 dB (reference 1 µPa at 1 m) at 200 Hz or less"
    wanted = "SoundPressureLevel > 190 dB @ Frequency ≤ 200 Hz"
    assert said(read_paragraph(text, "en").criterion) == wanted


def test_the_entry_above_names_the_quantity() -> None:
    found = read_paragraph("More than 80 kg;", "en", above="Bells having any of these masses:")
    assert said(found.criterion) == "Mass > 80 kg"
    above = "A sensitivity lower (better) than any of the following:"
    found = read_paragraph("5 pT rms per square root Hz;", "en", above=above)
    assert said(found.criterion) == "Sensitivity < 5 pT/Hz^0.5"


def test_a_condition_without_its_limit_is_no_limit() -> None:
    found = read_paragraph("A cloudiness below 7 at a pressure of 100 kPa", "en")
    assert found.criterion is None


def test_sentences_are_not_joined() -> None:
    text = "Bells have a mass of more than 5 kg. Drums have a length of more than 2 m."
    found = read_paragraph(text, "en", role=Role.DEFINITION).criterion
    assert isinstance(found, Group)
    assert found.connective is Connective.UNSTATED
    assert said(found) == "unstated(Mass > 5 kg <definition>; Length > 2 m <definition>)"


def test_a_definition_does_not_state_what_it_merely_names() -> None:
    found = read_paragraph("A cloud has a mass of 5 kg", "en", role=Role.DEFINITION)
    assert found.criterion is None
    assert found.unparsed == ("5 kg",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cloches d'une masse supérieure à 2,5 kg", "Mass > 2.5 kg"),
        ("cloches dont la masse n'excède pas 1 000 kg", "Mass ≤ 1000 kg"),
        ("un diamètre intérieur compris entre 75 et 400 mm", "InsideDiameter in [75, 400] mm"),
        ("une précision supérieure à ± 1 %", "Accuracy < 1 %"),
        ("cloches qui n'ont pas plus de 3 kg de masse", "Mass ≤ 3 kg"),
        ("une épaisseur égale ou supérieure à 0,6 m", "Thickness ≥ 0.6 m"),
        ("ayant deux axes ou plus", "AxisCount ≥ 2"),
        ("un courant de plus de 3 ampères", "Current > 3 A"),
        ("une tension supérieure à 9 kV pendant une période de 4 heures",
         "Voltage > 9 kV @ Time = 4 h"),
        ("une linéarité de moins de 0,3 % dans une gamme de mesures pouvant atteindre 7 mm",
         "Linearity < 0.3 % @ MeasuringRange ≤ 7 mm"),
        ("une précision moins bonne que (supérieure à) 0,3 mm", "Accuracy > 0.3 mm"),
        ("un champ magnétique uniforme (mieux que 3 %)", "FieldUniformity < 3 %"),
        ("alliages contenant au moins 60 % de nickel en poids", "WeightFraction ≥ 60 %"),
        (
            "fréquence supérieure à 30 GHz et puissance supérieure à 50 kW",
            "all(Frequency > 30 GHz; Power > 50 kW)",
        ),
    ],
)  # fmt: skip
def test_french_is_read(text: str, wanted: str) -> None:
    assert said(read_paragraph(text, "fr-CA", style=Style.COMMA).criterion) == wanted


def test_another_language_is_not_read() -> None:
    assert read_paragraph("Masse von mehr als 5 kg", "de").criterion is None


@pytest.mark.parametrize(
    ("style", "printed", "value"),
    [
        (Style.POINT, "1,500 mm", "1500"),
        (Style.COMMA, "1,500 mm", "1.500"),
        (Style.POINT, "12 500.25 mm", "12500.25"),
        (Style.COMMA, "12 500,25 mm", "12500.25"),
        (Style.COMMA, "1,33 × 102 mm", "133"),
    ],
)
def test_the_style_of_the_list_tells_what_a_comma_is(
    style: Style, printed: str, value: str
) -> None:
    found = read_paragraph(f"A length of more than {printed}", "en", style=style).criterion
    assert isinstance(found, Parameter)
    assert found.value == Decimal(value)
    assert found.as_written == printed


def test_an_ambiguous_comma_is_not_read() -> None:
    found = read_paragraph("A length of more than 1,500 mm", "en", style=Style.UNKNOWN)
    assert found.criterion is None
    assert found.unparsed == ("1,500 mm",)


def test_the_style_is_told_by_many_texts() -> None:
    assert style_of(["0,5 m", "1,25 kg", "page 3.4"]) is Style.COMMA
    assert style_of(["0.5 m", "1,000 kg"]) is Style.POINT
    assert style_of(["0.5 m", "0,5 m"]) is Style.UNKNOWN
    assert style_of([]) is Style.UNKNOWN


numbers = st.decimals(min_value=0, max_value=10**7, places=3)


@given(numbers, st.sampled_from((Style.POINT, Style.COMMA)), st.booleans())
def test_a_printed_number_is_read_as_it_is_meant(
    value: Decimal, style: Style, spaced: bool
) -> None:
    whole, _, places = f"{value:f}".partition(".")
    groups = f"{int(whole):,}"
    mark = " " if spaced or style is Style.COMMA else ","
    printed = groups.replace(",", mark) + ("," if style is Style.COMMA else ".") + places
    (found,) = find_numbers(plain(f"of {printed} kg"), style)
    assert (found.value, found.certain) == (value, True)


@given(st.integers(1, 999), st.integers(-15, 15), st.sampled_from("×x·"))
def test_a_raised_exponent_is_exact(mantissa: int, exponent: int, times: str) -> None:
    raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    (found,) = find_numbers(f"of {mantissa} {times} 10{raised} m", Style.POINT)
    assert found.value == Decimal(mantissa).scaleb(exponent)


@given(st.sampled_from(["kg", "g", "mg", "t"]), st.integers(1, 10**6), st.sampled_from(Comparator))
def test_every_comparison_is_read_back(unit: str, number: int, comparator: Comparator) -> None:
    words = {
        Comparator.GREATER: "more than {}",
        Comparator.GREATER_OR_EQUAL: "{} or more",
        Comparator.LESS: "less than {}",
        Comparator.LESS_OR_EQUAL: "not more than {}",
        Comparator.EQUAL: "of {}",
        Comparator.BETWEEN: "between {} and 2000000 " + unit,
    }[comparator]
    found = read_paragraph(f"Bells with a mass {words.format(f'{number} {unit}')};", "en").criterion
    assert isinstance(found, Parameter)
    upper = Decimal(2000000) if comparator is Comparator.BETWEEN else None
    assert (found.comparator, found.value, found.unit) == (comparator, number, unit)
    assert found.upper == upper


@given(st.text(alphabet="0123456789.,-×x⁶()% abmkgofrtohnl;:±<>", max_size=60))
def test_nothing_breaks_the_reader(text: str) -> None:
    for style in Style:
        found = read_paragraph(text, "en", style=style)
        assert all(phrase in text for phrase in found.unparsed)
