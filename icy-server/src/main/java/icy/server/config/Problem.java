package icy.server.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param line where in the file, to sort by; 0: not in the file
 * @param text the whole sentence
 */
record Problem(int line, String text) {}
