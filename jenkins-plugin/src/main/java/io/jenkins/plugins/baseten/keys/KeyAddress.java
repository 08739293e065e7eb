package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Where the page of a key is. */
public final class KeyAddress {
    /** The last segment of the path of a page with keys, below that of its folder or of the controller. */
    public static final String PAGE = "baseten-keys";

    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_-][a-zA-Z0-9_.-]*");
    private static final String ENCODED = "~";

    private KeyAddress() {}

    /** The path of the page of a key, relative to the root of Jenkins. */
    @NonNull
    static String of(@NonNull KeyId id) {
        Item folder = id.folder().isEmpty() ? null : VisibleNames.readable(id.folder());
        String keys = folder == null ? "manage/" + PAGE : folder.getUrl() + PAGE;
        boolean lost = folder == null && !id.folder().isEmpty();
        return keys + (lost ? "/lost/" + segment(id.folder()) : "") + "/key/" + segment(id.credentialsId()) + "/";
    }

    /**
     * A name as one segment of a path. The form of a credential asks for letters, digits and {@code _-.};
     * ids with others come by other ways, and a server may take an encoded slash for a slash.
     */
    @NonNull
    static String segment(@NonNull String name) {
        return PLAIN.matcher(name).matches()
                ? name
                : ENCODED
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The name; for a segment that stands for none, a text that is no name either. */
    @NonNull
    public static String name(@NonNull String segment) {
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
