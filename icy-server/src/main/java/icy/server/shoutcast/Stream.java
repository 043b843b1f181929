package icy.server.shoutcast;

import icy.server.mount.MountSnapshot;

/**
 * A mount and its number.
 *
 * <p>Thread: any.
 *
 * @param sid as SHOUTcast counts streams, from 1
 */
record Stream(int sid, MountSnapshot mount) {}
