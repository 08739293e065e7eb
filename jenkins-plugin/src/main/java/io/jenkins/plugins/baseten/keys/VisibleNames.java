package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/**
 * Names that the current user may see, and how many there are that he may not.
 *
 * @param hidden how many more there are
 */
public record VisibleNames(@NonNull List<Link> links, int hidden) {
    /** A name and where it leads, relative to the root of Jenkins. */
    public record Link(@NonNull String text, @NonNull String url) {}

    /**
     * Names of jobs.
     *
     * @param atMost how many are looked at; the others count as hidden
     */
    @NonNull
    static VisibleNames jobs(@NonNull List<String> fullNames, int atMost) {
        List<Link> links = new ArrayList<>();
        for (String name : fullNames.subList(0, Math.min(atMost, fullNames.size()))) {
            Item job = readable(name);
            if (job != null) {
                links.add(new Link(job.getFullName(), job.getUrl()));
            }
        }
        return new VisibleNames(links, fullNames.size() - links.size());
    }

    /** The item, unless the current user may not read it. */
    @CheckForNull
    static Item readable(@NonNull String fullName) {
        try {
            Item item = Jenkins.get().getItemByFullName(fullName);
            return item != null && item.hasPermission(Item.READ) ? item : null;
        } catch (AccessDeniedException e) {
            // He may know that there is something, and not what.
            return null;
        }
    }
}
