package dev.headrace.io.redshift.read;

import java.io.Serializable;

/** A file of an UNLOAD, as its manifest lists it. */
record UnloadedFile(String uri, long rows) implements Serializable {}
