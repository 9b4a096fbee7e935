"""What Vires must survive: killed processes, two leaders, clocks that jump, failing neighbours."""
