package icy.server.mount;

/**
 * Where a listener begins.
 *
 * <p>Thread: any.
 *
 * @param unit number of its first unit
 * @param position stream position of that unit
 * @param time stream time of that unit
 * @param before what its decoder must be given first, outside stream time; may be empty
 */
record Entry(long unit, long position, long time, byte[] before) {}
