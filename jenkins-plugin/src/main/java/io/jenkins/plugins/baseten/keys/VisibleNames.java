package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/**
 * The names that the current user may see, and the number of names that he may not see.
 *
 * @param hidden the number of names that are not shown
 */
public record VisibleNames(@NonNull List<Link> links, int hidden) {
    /** A name and the address of its page, relative to the root of Jenkins. */
    public record Link(@NonNull String text, @NonNull String url) {}

    /**
     * Names of jobs.
     *
     * @param atMost the greatest number of names that are looked at; further names count as hidden
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
            // The user may only discover that the item exists, so he may not read its name.
            return null;
        }
    }
}
