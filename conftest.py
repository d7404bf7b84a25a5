"""The tests beside each workflow stand in the same surroundings as those in tests/."""

pytest_plugins = ["tests.surroundings"]
