"""What has been sent of the feeds of each installation, a file per format."""
