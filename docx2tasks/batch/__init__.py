"""Many files to many documents: ``inputs`` finds them, ``outputs`` names and writes, ``run`` joins the two."""
