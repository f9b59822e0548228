"""What is installed → what an inventory would say of it: pure, and marked wherever a person has to confirm it."""
