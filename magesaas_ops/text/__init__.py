"""What every floor needs to speak safely."""
