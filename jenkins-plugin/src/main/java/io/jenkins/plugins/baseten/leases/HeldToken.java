package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.Secret;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A token that a build has received: an access token, or the identity token that was exchanged for it.
 * Immutable.
 */
final class HeldToken {
    /** The time for which an access token stays masked after it has expired, because files may still have its text. */
    private static final Duration AFTER_ITS_END = Duration.ofHours(1);

    /**
     * The time for which an identity token stays masked after it has expired. No file of a login has it, and a build
     * may have a new one for each attempt.
     */
    private static final Duration AFTER_END_OF_IDENTITY = Duration.ofMinutes(5);

    private final Secret token;

    /** When the token expires, in milliseconds since 1970. */
    private final long expires;

    /** Whether this is an identity token, and no access token. */
    private final boolean identity;

    HeldToken(@NonNull Secret token, @NonNull Instant expires, boolean identity) {
        this.token = token;
        this.expires = expires.toEpochMilli();
        this.identity = identity;
    }

    boolean is(@NonNull Secret other) {
        return token.equals(other);
    }

    boolean expiresAt(@NonNull Instant time) {
        return expires == time.toEpochMilli();
    }

    /** Whether the token need not be masked any more. */
    boolean isOver(@NonNull Instant now) {
        return now.isAfter(Instant.ofEpochMilli(expires).plus(identity ? AFTER_END_OF_IDENTITY : AFTER_ITS_END));
    }

    /** The text, for a masker. A masker treats all kinds of tokens in the same way. */
    @NonNull
    Optional<Confidential> usable() {
        try {
            return Optional.of(ForeignToken.of(token.getPlainText()));
        } catch (InvalidKeyException e) {
            return Optional.empty();
        }
    }
}
