package io.jenkins.plugins.baseten.keys;

/** Which of the buttons of a key make sense. */
public enum Phase {
    /** No administrator has said how the key is rotated. */
    NO_POLICY,
    /** No rotation is under way. */
    IDLE,
    /** Something is being done at this moment. */
    WORKING,
    /** The revocation waits for its time. */
    WAITING,
    /** It met a problem and tries again by itself. */
    RETRYING,
    /** A person must decide. */
    STOPPED;

    /** Whether a rotation is under way. */
    public boolean isUnfinished() {
        return compareTo(WORKING) >= 0;
    }

    /** Whether it would not go on this very moment by itself. */
    public boolean isHeldUp() {
        return this == RETRYING || this == STOPPED;
    }
}
