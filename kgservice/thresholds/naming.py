"""The quantity of each number of a text, from the words around it or above it."""

import re
from dataclasses import dataclass, field
from typing import Final

from kgservice.thresholds import phrases
from kgservice.thresholds.measures import Measure
from kgservice.thresholds.quantities import Named, find_named, quantity_kinds

_POSTFIX: Final = re.compile(
    r"(?:in|by|en) |(?:thick|wide|long|high|deep|large|long)$", re.IGNORECASE
)
_HEAVY: Final = re.compile(r"\b(?:weight|atom|poids|masse)\b", re.IGNORECASE)
_STOP: Final = re.compile(r"[;:]|\.\s|,\s(?!or |and above|\d)")
_DEFAULTS: Final = {
    "frequency": "Frequency", "temperature": "Temperature", "voltage": "Voltage",
    "current": "Current", "pressure": "Pressure", "force": "Force", "torque": "Torque",
    "power": "Power", "magnetic": "MagneticFluxDensity", "activity": "Activity",
    "dose": "TotalDose", "dose-rate": "DoseRate", "density": "Density",
    "resistance": "Resistance", "resistivity": "Resistivity", "viscosity": "Viscosity",
    "rotation": "RotationalSpeed", "acceleration": "Acceleration", "mass": "Mass",
    "angular-rate": "AngularRate", "volume": "Volume", "area": "Area", "speed": "Speed",
    "current-density": "CurrentDensity", "teraflops": "AdjustedPeakPerformance",
    "mtops": "CompositeTheoreticalPerformance", "beam-product": "BeamParameterProduct",
    "random-walk": "AngleRandomWalk", "impulse": "TotalImpulse", "cooling": "CoolingRate",
    "expansion": "CoefficientOfThermalExpansion", "power-density": "PowerDensity",
    "responsivity": "RadiantSensitivity", "memory-density": "MemoryBandwidthDensity",
    "angular-acceleration": "AngularAcceleration", "energy-transfer": "LinearEnergyTransfer",
    "conductivity": "Conductivity", "line-density": "LinearDensity",
    "tension": "SurfaceTension", "energy": "Energy", "mach": "MachNumber", "flow": "FlowRate",
    "specific-area": "SpecificSurfaceArea", "permeability": "Permeability",
    "spectral-efficiency": "SpectralEfficiency", "birefringence": "Birefringence",
}  # fmt: skip
_CONTENT: Final = re.compile(
    r"\b(?:contain|content|consist|compos|alloys? (?:of|with)|mixture|made (?:from|of)|contenant"
    r"|teneur|constitu)",
    re.IGNORECASE,
)
_BY_WEIGHT: Final = re.compile(
    r"\bby (?:weight|mass)\b|\bweight (?:per ?cent|%)|\bof (?:the )?(?:total )?weight\b"
    r"|en (?:poids|masse)\b",
    re.IGNORECASE,
)
_OTHERWISE: Final = (
    re.compile(
        r"\b(?:at|and|with|within|over|when|per|for|having|of|across|during|under|from"
        r"|into|throughout)\b"
    ),
    re.compile(
        r"\b(?:at|with|within|over|when|per|for|having|of|which|that|across|during|under|from)\b"
    ),
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:over|across|throughout|sur)\b|^\W*(?:(?:when|and|et) )?(?:(?:measured|mesurée?) )?"
    r"(?:at|per|for|when|within|à|par|pour|in an?)\b",
    re.IGNORECASE,
)
_SHARE_OF: Final = re.compile(
    r"\b(?:mass|weight|volume|area|speed|value|bandwidth|power|thrust)\b[^,;]{0,20}$", re.IGNORECASE
)
_LASTING: Final = re.compile(r"\b(?:in|over|for|during|within|after|pendant|en)\s*$", re.IGNORECASE)
_MEASURED: Final = re.compile(r"\b(?:measured from|measured over|within)\s*$", re.IGNORECASE)
_PER: Final = re.compile(r"\b(?:per|par)\s*$", re.IGNORECASE)
_COUNTED: Final = "Count"
_UNDER_STRESS: Final = ("StressRuptureLife", "FatigueLife", "CreepStrain")
"""What a material endures while pulled: a pressure named with it is a stress."""
_FAR_AWAY: Final = ("Range", "Distance", "Altitude")
"""Lengths that no list gives in nanometres: there ``nm`` stands for nautical miles."""
_NEAR: Final = 45
_FAR: Final = 80
_ENDS: Final = re.compile(r"[;:]|\.\s|\)")


@dataclass(slots=True)
class Namer:
    """Name the quantities of a text's measures.

    :ivar text: plain and masked
    :ivar lang: ``en`` or ``fr``
    :ivar measures: in order
    :ivar above: the text of the entry above
    :ivar known: the quantity of each measure so far
    :ivar used: which measure a phrase behind it was taken for, by the phrase's place
    :ivar ends: where the phrase behind a measure ends, by the measure's place
    """

    text: str
    lang: str
    measures: list[Measure]
    above: str
    named: list[Named] = field(init=False)
    known: dict[int, str] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.named = list(find_named(self.text, self.lang))

    def quantity(self, place: int, start: int) -> str | None:
        """Return the quantity of the measure at a place.

        :param place: in ``measures``, in ascending order from call to call
        :param start: where the words that belong to it begin
        :returns: None where the words do not tell
        """
        measure = self.measures[place]
        found = (
            self._calibre(measure)
            or self._postfix(measure, place)
            or self._before(measure, start)
            or self._after(measure, place)
            or self._continued(measure, place, start)
            or (self._from_above(measure, start) if not place else None)
            or self._default(measure, place)
        )
        if found in _FAR_AWAY and measure.unit == "nm":
            return None
        if measure.kind == "fraction" and found in (None, "Concentration"):
            found = self._content(measure, start, found)
        if found:
            self.known[place] = found
        return found

    def _calibre(self, measure: Measure) -> str | None:
        """Name what stands in brackets behind a calibre in inches."""
        inch = self.text[measure.start : measure.number.start]
        return "Calibre" if re.search(r"\bcal(?:ib|\.)", inch, re.IGNORECASE) else None

    def _limit(self, place: int) -> int:
        """Return where the words after a measure end: at the next one, or at a stop."""
        measure = self.measures[place]
        following = self.measures[place + 1].start if place + 1 < len(self.measures) else None
        near = _FAR if measure.kind == "number" else _NEAR
        end = min(len(self.text) if following is None else following, measure.end + near)
        stops = _ENDS if measure.kind == "number" else _STOP
        stop = stops.search(self.text, measure.end, end)
        return stop.start() if stop else end

    def _postfix(self, measure: Measure, place: int) -> str | None:
        limit = self._limit(place)
        for named in self.named:
            if not (measure.unit_end <= named.start and named.end <= limit):
                continue
            close = len(self.text[measure.end : named.start].split()) <= 1
            heavy = _HEAVY.search(self.text[named.start : named.end])
            if heavy or (close and _POSTFIX.match(self.text[named.start : named.end])):
                if found := named.of_kind(measure.kind):
                    self.used[named.start], self.ends[place] = place, named.end
                    return found
        return None

    def _before(self, measure: Measure, start: int) -> str | None:
        for named in reversed(self.named):
            if not (start <= named.start and named.end <= measure.start + 1):
                continue
            found = None if named.start in self.used else named.of_kind(measure.kind)
            if found and not (found.endswith(_COUNTED) and self._is_uncounted(named, measure)):
                return found
        return None

    def _is_uncounted(self, named: Named, measure: Measure) -> bool:
        """Tell a number that does not count what a phrase before it names."""
        between = re.findall(r"[^\W\d_]+", self.text[named.end : measure.start])
        apart = any(word not in ("of", "de") for word in between)
        return apart or bool(measure.value % 1) or self._is_other("", named)

    def _after(self, measure: Measure, place: int) -> str | None:
        limit = self._limit(place)
        for named in self.named:
            if measure.unit_end <= named.start and named.end <= limit:
                words = self.text[measure.end : named.start]
                if _OTHERWISE[measure.kind == "number"].search(words):
                    return None
                found = named.of_kind(measure.kind)
                if found and found.endswith(_COUNTED) and self._is_other(words, named):
                    continue
                if found:
                    self.used[named.start], self.ends[place] = place, named.end
                    return found
        return None

    def _is_other(self, words: str, named: Named) -> bool:
        """Tell a noun that only describes what is counted, or is described by the number."""
        return "dimension" in words or bool(phrases.HEAD.match(self.text, named.end))

    def _continued(self, measure: Measure, place: int, start: int) -> str | None:
        if not place or place - 1 not in self.known:
            return None
        earlier = self.measures[place - 1]
        between = self.text[max(start, earlier.end) : measure.start]
        words = re.findall(r"[^\W\d_]+", between)
        known = self.known[place - 1]
        same = measure.kind in quantity_kinds()[known] and earlier.end <= start
        apart = _ELSEWHERE.search(between) or phrases.WITHIN.match(self.text, measure.start)
        return known if same and len(words) <= 3 and not apart else None

    def _from_above(self, measure: Measure, start: int) -> str | None:
        words = re.findall(r"[^\W\d_]+", self.text[start : measure.start])
        if not self.above or len(words) > 2:
            return None
        named = reversed(list(find_named(self.above, self.lang)))
        return next((q for n in named if (q := n.of_kind(measure.kind))), None)

    def _default(self, measure: Measure, place: int) -> str | None:
        """Return what a unit alone tells; of a bare time only that something lasts so long."""
        if measure.kind == "pressure" and self.known.get(place - 1) in _UNDER_STRESS:
            return "Stress"
        if measure.kind == "length" and _PER.search(self.text[: measure.start]):
            return "Length"
        if measure.kind == "length" and measure.upper is not None:
            return "MeasuringRange" if _MEASURED.search(self.text[: measure.number.start]) else None
        if measure.kind == "time":
            lasts = _LASTING.search(self.text[: measure.start]) or _LASTING.search(
                self.text[: measure.number.start]
            )
            return "Time" if lasts else None
        return _DEFAULTS.get(measure.kind)

    def _content(self, measure: Measure, start: int, found: str | None) -> str | None:
        if re.search(r"atom", measure.written):
            return "AtomicFraction"
        around = self.text[start : measure.end + 80]
        if not (found or _CONTENT.search(around) or _BY_WEIGHT.search(around)):
            return None
        if not found and not _BY_WEIGHT.search(around):
            if _SHARE_OF.search(self.text[start : measure.start]):
                return None
        return "WeightFraction" if _BY_WEIGHT.search(around) else "Concentration"
