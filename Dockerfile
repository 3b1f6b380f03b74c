# A draft of the full shape's image: one image for web, worker and clock.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 fontconfig \
        fonts-noto-core fonts-noto-cjk postgresql-client \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /portal
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir --only-binary :all: -r requirements.txt
COPY . .
RUN python scripts/languages.py

# Of its own number, so that a volume keeps its owner from one image to the next.
RUN useradd --uid 10001 --create-home portal && install -d -o portal -m 750 /data
USER portal
ENV PORTAL_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "workshop_portal.wsgi", "--bind", "0.0.0.0:8000"]
