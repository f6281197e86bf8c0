package dev.headrace.io.http.pages;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** How {@link OffsetPages} gets from an answer to the pages that follow from it. */
enum OffsetWay {
  /** The answer that counts is followed by all pages at once. */
  COUNTED {
    @Override
    Page following(OffsetPages pages, FetchRequest request, Page alone, Found found)
        throws BadRecordException {
      return request.role() == Role.COUNT
          ? alone.followedBy(all(pages, request, alone.total().orElse(0)))
          : alone;
    }

    private List<FetchRequest> all(OffsetPages pages, FetchRequest request, long total)
        throws BadRecordException {
      int limit = pages.limit();
      pages.chain().requirePages((total + limit - 1) / limit);
      List<FetchRequest> all = new ArrayList<>();
      for (long from = 0; from < total; from += limit) {
        all.add(request.atPage(all.size(), pages.urls().ofPage(request.url(), limit, from)));
      }
      return all;
    }
  },

  /** The first page is followed by all others at once. */
  FIRST_PAGE {
    /** The total of a chain that does not start with the first record has these left out. */
    @Override
    Page alone(OffsetPages pages, RawResponse response, Found found) throws BadRecordException {
      Page page = super.alone(pages, response, found);
      FetchRequest request = response.request();
      if (found.isEmpty() || Chain.isFannedOut(request)) {
        return page;
      }
      long left = pages.counts().requireTotal(response, found) - pages.urls().skippedBy(request);
      return page.declaring(OptionalLong.of(Math.max(left, 0)));
    }

    @Override
    Page following(OffsetPages pages, FetchRequest request, Page alone, Found found)
        throws BadRecordException {
      long records = recordsOf(pages, found);
      long left = alone.total().orElse(0) - records;
      if (left <= 0 || records == 0) {
        return alone;
      }
      OffsetUrl urls = pages.urls();
      long size = Math.min(records, pages.limit());
      long last = (left + size - 1) / size;
      long start = urls.skippedBy(request) + records;
      return alone.followedBy(
          pages
              .chain()
              .fanOut(
                  request,
                  1,
                  last,
                  page -> urls.set(request.url(), size, start + (page - 1) * size)));
    }
  },

  /** A page is followed by the next, until one is empty. */
  ONE_BY_ONE {
    @Override
    Page following(OffsetPages pages, FetchRequest request, Page alone, Found found)
        throws BadRecordException {
      long records = recordsOf(pages, found);
      if (records == 0 || (pages.shortIsLast() && records < pages.limit())) {
        return alone;
      }
      long from = pages.urls().skippedBy(request) + records;
      String url = pages.urls().set(request.url(), pages.limit(), from);
      return alone.followedBy(pages.chain().next(request, url), Long.toString(from));
    }
  };

  /**
   * What a page of records tells, as if nothing followed.
   *
   * @throws BadRecordException if it is not what an answer of this API looks like
   */
  Page alone(OffsetPages pages, RawResponse response, Found found) throws BadRecordException {
    return new Counts(pages.counts().records(), null).of(response, found);
  }

  /**
   * What an answer tells.
   *
   * @throws BadRecordException if it is not what an answer of this API looks like
   */
  Page after(OffsetPages pages, RawResponse response, Found found) throws BadRecordException {
    Page alone = pages.alone(response, found);
    FetchRequest request = response.request();
    return found.isEmpty() || Chain.isFannedOut(request)
        ? alone
        : following(pages, request, alone, found);
  }

  abstract Page following(OffsetPages pages, FetchRequest request, Page alone, Found found)
      throws BadRecordException;

  private static long recordsOf(OffsetPages pages, Found found) throws BadRecordException {
    String pointer = Objects.requireNonNull(pages.counts().records());
    return found.at(pointer).requireElements(pointer);
  }
}
