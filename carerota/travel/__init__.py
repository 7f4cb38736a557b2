"""How long journeys take, and how far they are.

>>> times = travel_times(problem)                      # doctest: +SKIP
>>> times.leg(TravelMode.BICYCLE, "home:ada", "client:joan", tick)  # doctest: +SKIP
412
"""

from carerota.travel.build import travel_times
from carerota.travel.provider import TravelProvider
from carerota.travel.table import TravelTimes

__all__ = ["TravelProvider", "TravelTimes", "travel_times"]
