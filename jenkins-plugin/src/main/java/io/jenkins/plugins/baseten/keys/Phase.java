package io.jenkins.plugins.baseten.keys;

/** The phase of a rotation, which decides which buttons the page of a key shows. */
public enum Phase {
    /** No policy says how the key is rotated. */
    NO_POLICY,
    /** No rotation of the key is unfinished. */
    IDLE,
    /** A step of the rotation is running at this moment. */
    WORKING,
    /** The rotation waits until the old key may be revoked. */
    WAITING,
    /** The rotation met a problem and tries again by itself. */
    RETRYING,
    /** The rotation waits until a person decides. */
    STOPPED;

    /** Whether a rotation of the key is unfinished. */
    public boolean isUnfinished() {
        return compareTo(WORKING) >= 0;
    }

    /** Whether the rotation does not go on by itself at this moment. */
    public boolean isHeldUp() {
        return this == RETRYING || this == STOPPED;
    }
}
