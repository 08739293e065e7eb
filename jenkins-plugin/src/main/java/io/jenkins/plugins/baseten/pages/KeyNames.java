package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Ids of credentials as one segment of a path. The form of a credential asks for letters, digits and
 * {@code _-.}; ids with others come by other ways, and a server may take an encoded slash for a slash.
 */
final class KeyNames {
    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_-][a-zA-Z0-9_.-]*");
    private static final String ENCODED = "~";

    private KeyNames() {}

    @NonNull
    static String segment(@NonNull String credentialsId) {
        return PLAIN.matcher(credentialsId).matches()
                ? credentialsId
                : ENCODED
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(credentialsId.getBytes(StandardCharsets.UTF_8));
    }

    /** The id; for a segment that stands for none, a text that is no id either. */
    @NonNull
    static String id(@NonNull String segment) {
        if (!segment.startsWith(ENCODED)) {
            return segment;
        }
        try {
            return new String(
                    Base64.getUrlDecoder().decode(segment.substring(ENCODED.length())), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
