package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;

/**
 * What a key may do, and whose it is, as the last check saw it.
 *
 * @param type the type of the key, or a sentence that there is none
 * @param limits the team and the models of the key, each as a clause
 * @param owner the person to whom the key belongs, empty if it belongs to nobody
 */
public record KeyAccess(
        @NonNull String type,
        @NonNull List<String> limits,
        @NonNull String owner) {
    public KeyAccess {
        limits = List.copyOf(limits);
    }

    /** What a key may do if nothing more is known. */
    @NonNull
    static KeyAccess only(@NonNull String type) {
        return new KeyAccess(type, List.of(), "");
    }

    /** Everything except the type, each as a clause. */
    @NonNull
    public List<String> details() {
        List<String> details = new ArrayList<>(limits);
        if (!owner.isEmpty()) {
            details.add(Messages.owner(owner));
        }
        return details;
    }

    /** The type, the team and the models of the key in one line. */
    @NonNull
    public String text() {
        List<String> parts = new ArrayList<>();
        parts.add(type);
        parts.addAll(limits);
        return String.join("; ", parts);
    }
}
