"""What a comparison means for a quantity: of some the smaller value is the better."""

from typing import Final

from kgservice.criteria import Comparator
from kgservice.thresholds.language import Sign
from kgservice.thresholds.measures import Measure

_SMALLER_IS_BETTER: Final = frozenset({
    "Accuracy", "PositioningAccuracy", "MeasurementUncertainty", "Repeatability",
    "AngularAccuracy", "AngularResolution", "SpatialResolution", "OverlayAccuracy",
    "MinimumFeatureSize", "Regulation", "FieldUniformity", "Uniformity", "TemporalResolution",
    "FrequencyStability", "Vacuum", "Roughness", "Flatness", "CircularErrorProbable", "DriftRate",
    "BiasStability", "BiasRepeatability", "ScaleFactorStability", "ScaleFactorRepeatability",
    "AngleRandomWalk", "PhaseNoise", "NoiseSpectralDensity", "DisplayedAverageNoiseLevel",
    "TransmissionLoss", "AccessTime", "FrequencySwitchingTime", "SettlingTime", "NoiseVoltage",
    "HarmonicDistortion", "Unbalance", "AlignmentAccuracy", "GateError", "ChargeSensitivity",
    "Linearity", "NoiseFigure", "BeamQualityFactor",
})  # fmt: skip
_LARGER_IS_BETTER: Final = frozenset({
    "Gain", "DynamicRange", "Purity", "Efficiency", "QuantumEfficiency", "PowerAddedEfficiency",
    "WallPlugEfficiency", "SideLobeRejection", "LinePairResolution", "Reflectivity",
    "OpticalTransmittance", "SignalToNoiseRatio",
})  # fmt: skip
_CLEAR: Final = {
    Sign.GREATER: Comparator.GREATER,
    Sign.GREATER_OR_EQUAL: Comparator.GREATER_OR_EQUAL,
    Sign.LESS: Comparator.LESS,
    Sign.LESS_OR_EQUAL: Comparator.LESS_OR_EQUAL,
    Sign.EQUAL: Comparator.EQUAL,
    Sign.BETWEEN: Comparator.BETWEEN,
}
_SMALLER: Final = {
    Sign.BETTER: Comparator.LESS,
    Sign.BETTER_OR_EQUAL: Comparator.LESS_OR_EQUAL,
    Sign.WORSE: Comparator.GREATER,
    Sign.WORSE_OR_EQUAL: Comparator.GREATER_OR_EQUAL,
}
_LARGER: Final = {
    Sign.BETTER: Comparator.GREATER,
    Sign.BETTER_OR_EQUAL: Comparator.GREATER_OR_EQUAL,
    Sign.WORSE: Comparator.LESS,
    Sign.WORSE_OR_EQUAL: Comparator.LESS_OR_EQUAL,
}


def comparator_of(
    sign: Sign | None, quantity: str, measure: Measure, lang: str
) -> Comparator | None:
    """Return the comparison that a sign means for a quantity.

    :param sign: None for a bare number
    :param quantity: a local name
    :param measure: its unit tells what is better: a sensitivity in decibels the larger, one in
        noise the smaller; of a purity in parts per million the smaller rest
    :param lang: ``en`` or ``fr``; a French precision that is superior is a smaller one
    :returns: None where it cannot be told
    """
    if quantity == "Accuracy" and lang == "fr" and sign in (Sign.GREATER, Sign.GREATER_OR_EQUAL):
        return Comparator.LESS if sign is Sign.GREATER else Comparator.LESS_OR_EQUAL
    if quantity in ("Uniformity", "FieldUniformity") and measure.unit == "%" and measure.value > 50:
        return _LARGER[sign] if sign in _LARGER else _CLEAR.get(sign) if sign else None
    if quantity == "Purity" and measure.unit in ("[ppm]", "[ppb]"):
        if sign in (Sign.LESS, Sign.LESS_OR_EQUAL):
            return _CLEAR[sign]
        return _SMALLER[sign] if sign in _SMALLER else None
    if sign is None or sign in _CLEAR:
        return _CLEAR[sign] if sign else Comparator.EQUAL
    if quantity == "Sensitivity":
        return _LARGER[sign] if measure.kind == "level" else _SMALLER[sign]
    if quantity in _SMALLER_IS_BETTER:
        return _SMALLER[sign]
    return _LARGER[sign] if quantity in _LARGER_IS_BETTER else None
