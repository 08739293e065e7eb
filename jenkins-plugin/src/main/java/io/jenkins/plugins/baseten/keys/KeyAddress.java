package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** The address of the page of a key. */
public final class KeyAddress {
    /**
     * The last segment of the path of a page with keys. The path of the folder or of the controller stands
     * before it.
     */
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
     * A name as one segment of a path. The form of a credential accepts only letters, digits and {@code _-.} in
     * an id, but ids with other characters can be stored without the form, and a server may read an encoded
     * slash as a slash.
     */
    @NonNull
    static String segment(@NonNull String name) {
        return PLAIN.matcher(name).matches()
                ? name
                : ENCODED
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The name that a segment stands for; if the segment stands for no name, a text that is not a name. */
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
