"""Connect Magento installations to their SaaS environments, declaratively and safely."""

__version__ = "0.1.0"
