"""Risk (R111–R117): warnings of credit, market and supply, found by rules and followed to their outcome; periodic
assessments with preventive measures."""
