"""A rich problem that uses every field of the model, in local time with offsets."""

from __future__ import annotations

ODD = 'Zoë "O\'Neil"; <script>'


def at(day, wall, offset="+01:00"):
    return f"2026-10-{day}T{wall}:00{offset}"


def span(day, start, end, offset="+01:00"):
    return {"start": at(day, start, offset), "end": at(day, end, offset)}


def rota_data():
    return {
        "problem": ODD,
        "assignments": [
            {"visit": "v|1;x", "slot": 1, "worker": "w1", "start": at(24, "08:05")},
            {
                "visit": "v2",
                "worker": ODD,
                "start": "2026-10-25T01:10:30+00:00",
                "run": 2,
            },
        ],
        "breaks": [{"worker": "w1", **span(24, "23:50", "23:59")}],
        "uncovered": [
            {
                "visit": "v|1;x",
                "reason": {
                    "kind": "impossible",
                    "rules": ["skills", "travel; far"],
                    "visits": ["v2"],
                    "text": "=nobody, 'really'",
                },
            },
            {"visit": "gone", "slot": 1},
        ],
        "provenance": {"library": "carerota 0.1", "seed": 7, "versions": {"x": "1"}},
    }


def rich_data():
    return {
        "name": ODD,
        "zone": "Europe/London",
        "first_day": "2026-10-24",
        "days": 3,
        "ticks_per_minute": 1000,
        "bank_holidays": ["2026-10-26"],
        "places": [
            {
                "id": "p1",
                "name": "=1+1",
                "latitude": -52.1,
                "longitude": 0.1,
                "area": "Old; Town",
            },
            {"id": "p2", "latitude": 52.2, "longitude": -1.25},
            {"id": "p3"},
        ],
        "workers": [
            {
                "id": "w1",
                "name": "-minus, the worker",
                "kind": "volunteer",
                "home": "p1",
                "start_place": "p2",
                "end_place": "p1",
                "skills": [
                    {"name": "hoist"},
                    {"name": "a;b|c\\d", "expires": "2026-10-25"},
                ],
                "travel_mode": "car",
                "travel_changes": [
                    {
                        "start": at(24, "07:00"),
                        "end": at(25, "01:15", "+00:00"),
                        "mode": "car",
                    }
                ],
                "availability": [
                    {**span(24, "07:00", "23:59"), "kind": "unwelcome"},
                    {"start": at(24, "22:00"), "end": at(25, "06:00", "+00:00")},
                    {"start": at(25, "01:15"), "end": at(25, "01:15", "+00:00")},
                    {
                        "start": at(26, "07:00", "+00:00"),
                        "end": at(27, "00:00", "+00:00"),
                    },
                ],
                "contract": {
                    "minimum_hours": 16.5,
                    "target_hours": 20,
                    "maximum_hours": 50,
                    "maximum_minutes_a_day": 480.125,
                    "maximum_consecutive_days": 5,
                },
                "working_time": {
                    "opted_out_48h": True,
                    "split_day_exempt": True,
                    "night_worker": True,
                    "no_lunch": True,
                    "daily_rest_hours": 12,
                    "hours_before": 301.5,
                    "weeks_before": 16,
                },
                "preferences": {
                    "clients": ["c1"],
                    "avoid_clients": ["c2;x"],
                    "areas": ["Old; Town"],
                    "times_of_day": ["morning", "bed"],
                    "days": [0, 4],
                },
                "attributes": ["female", "speaks:italian"],
                "cost_per_hour": 1250,
                "balances": {
                    "unsocial_minutes": 30.5,
                    "travel_minutes": 100,
                    "split_days": 3,
                    "unmet_preferences": 2,
                },
            },
            {
                "id": ODD,
                "home": "p2",
                "skills": [{"name": "zeta"}, {"name": "alpha"}],
                "refused_clients": ["c2;x"],
                "working_time": {"young": True},
                "preferences": {"days": [0, 1, 2, 3, 4, 5, 6]},
                "availability": [span(24, "00:00", "23:00")],
            },
        ],
        "clients": [
            {
                "id": "c1",
                "name": "Ann\nof two lines",
                "place": "p3",
                "access_minutes": 2.5,
                "preferred_workers": ["w1"],
                "excluded_workers": [ODD],
                "required_attributes": ["female"],
                "preferred_attributes": ["ok:dogs"],
                "carers": {"ceiling": 5, "target": 3, "window": "fortnight"},
                "triage": "red",
            },
            {"id": "c2;x", "place": "p2"},
        ],
        "visits": [
            {
                "id": "v|1;x",
                "client": "c1",
                "day": "2026-10-24",
                "windows": [span(24, "08:00", "09:00"), span(24, "11:00", "12:00")],
                "preferred": span(24, "08:15", "08:30"),
                "also_preferred": [span(24, "11:00", "11:15")],
                "minutes": 30.5,
                "slots": [
                    {"skills": ["hoist", "a;b|c\\d"], "pinned_worker": "w1"},
                    {},
                ],
                "priority": "critical",
                "care": "nursing",
                "pinned_start": at(24, "08:05"),
                "specific_task": True,
                "short_agreed": True,
            },
            {
                "id": "v2",
                "client": "c2;x",
                "day": "2026-10-24",
                "windows": [
                    {"start": at(24, "23:30"), "end": "2026-10-25T01:20:30.060+00:00"}
                ],
                "minutes": 45,
                "slots": [{"skills": ["hoist"]}, {"skills": ["hoist"]}],
                "package": "old order",
            },
        ],
        "packages": [
            {
                "id": "k1",
                "client": "c2;x",
                "first_day": "2026-01-01",
                "last_day": "2026-12-31",
                "visits": [
                    {
                        "name": "breakfast",
                        "days": [0, 1, 5, 6],
                        "windows": [
                            {"start": "07:00", "end": "08:00"},
                            {"start": "09:00:30", "end": "10:00"},
                        ],
                        "preferred": {"start": "07:15", "end": "07:45"},
                        "minutes": 15,
                        "slots": [{"skills": ["hoist"]}, {"pinned_worker": None}],
                        "priority": "flexible",
                        "care": "social",
                        "specific_task": True,
                    },
                    {
                        "name": "night",
                        "windows": [{"start": "22:00", "end": "01:00"}],
                        "minutes": 30,
                        "short_agreed": True,
                    },
                ],
                "links": [
                    {
                        "first": "breakfast",
                        "second": "night",
                        "measured_from": "end",
                        "minimum_minutes": 600,
                        "maximum_minutes": 1080,
                        "different_worker": True,
                    }
                ],
                "pauses": [
                    {
                        "first_day": "2026-10-26",
                        "last_day": "2026-10-26",
                        "reason": "hospital; then home: rest",
                    },
                    {"first_day": "2026-12-01"},
                ],
            },
            {
                "id": "k2",
                "client": "c1",
                "first_day": "2027-01-01",
                "visits": [
                    {
                        "name": "tea",
                        "windows": [{"start": "16:00", "end": "17:00"}],
                        "minutes": 30,
                    }
                ],
            },
        ],
        "links": [
            {
                "id": "l1",
                "first": "v|1;x",
                "second": "v2",
                "measured_from": "end",
                "minimum_minutes": 30.25,
                "maximum_minutes": 2000,
                "same_worker": True,
            }
        ],
        "travel": {
            "detour": 1.4,
            "speed_kmh": {"car": 30, "walk": 4.5},
            "overhead_minutes": {"car": 2},
            "matrices": [
                {
                    "mode": "car",
                    "places": ["p1", "p2", "p3"],
                    "minutes": [[0, 1.1, 2], [3, 0, 4], [5, 6, 0]],
                    "metres": [[0, 100, 200.5], [300, 0, 400], [500, 600, 0]],
                },
                {
                    "mode": "car",
                    "places": ["p3", "p1"],
                    "minutes": [[0, 7], [8, 0]],
                    "since": "07:30",
                },
            ],
        },
        "history": {
            "visits": [
                {"client": "left", "worker": ODD, **span(20, "08:00", "08:30")},
                {
                    "client": "c1",
                    "worker": "w1",
                    "start": at(20, "23:30"),
                    "end": at(21, "00:15"),
                },
            ],
            "published": rota_data(),
            "published_at": "2026-10-20T12:00:00+01:00",
        },
        "policy": {
            "name": "Elm",
            "version": "3",
            "rationale": "voted\nin spring",
            "levels": "flat",
            "rules": {
                "travel": {"mode": "priced", "price": 1.5, "source": "members' vote"},
                "odd rule": {
                    "mode": "hard",
                    "params": {"hours": 11, "share": 0.5, "on": True, "word": 'a"b'},
                    "because": "law",
                },
            },
        },
    }


def rich_faultless():
    """The rich problem without what the fault checks refuse."""
    data = rich_data()
    worker = data["workers"][0]
    worker["availability"].pop(2)
    data["visits"][0]["slots"][0]["skills"] = ["hoist"]
    return data
