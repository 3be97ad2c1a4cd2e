"""Merges a main document with a table in LibreOffice, through its UNO interface.

Run by the python that has the module `uno`: FOLDER has main.docx and rows.csv in it. Prints JSON:
the columns that LibreOffice found in the document, and the PDF of each merged document.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def named(**values):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


class Office:
    """LibreOffice with a profile of its own, on a pipe of its own."""

    def __init__(self, folder):
        self._folder = folder
        self._pipe = f"merge{os.getpid()}"
        self._process = subprocess.Popen(
            [
                "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
                "--norestore", f"--accept=pipe,name={self._pipe};urp;",
            ],
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def __enter__(self):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        for _ in range(300):
            try:
                url = f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext"
                self._context = resolver.resolve(url)
                return self
            except NoConnectException:
                time.sleep(0.1)
        raise TimeoutError("LibreOffice does not answer")

    def __exit__(self, *_):
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def service(self, name):
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def opened(self, path):
        desktop = self.service("com.sun.star.frame.Desktop")
        return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, named(Hidden=True))

    def columns(self, path):
        document = self.opened(path)
        fields = document.TextFields.createEnumeration()
        found = set()
        while fields.hasMoreElements():
            field = fields.nextElement()
            if field.supportsService("com.sun.star.text.TextField.Database"):
                found.add(field.TextFieldMaster.DataColumnName)
        document.close(True)
        return sorted(found)

    def register(self, table):
        """Make a data source of the folder of a table."""
        sources = self.service("com.sun.star.sdb.DatabaseContext")
        source = sources.createInstance()
        source.URL = f"sdbc:flat:{table.parent.as_uri()}"
        source.Info = named(Extension="csv", CharSet="UTF-8", FieldDelimiter=",", HeaderLine=True)
        source.DatabaseDocument.storeAsURL((table.parent / "source.odb").as_uri(), ())
        sources.registerObject("source", source)

    def merged(self, path, table):
        self.register(table)
        out = table.parent / "merged"
        out.mkdir()
        merge = self.service("com.sun.star.text.MailMerge")
        merge.DocumentURL = path.as_uri()
        merge.DataSourceName, merge.CommandType, merge.Command = "source", 0, table.stem
        merge.OutputType, merge.OutputURL, merge.FileNamePrefix = 2, out.as_uri(), "sheet"
        merge.execute(())
        return [self.printed(each) for each in sorted(out.iterdir())]

    def printed(self, path):
        document = self.opened(path)
        target = path.with_suffix(".pdf")
        document.storeToURL(target.as_uri(), named(FilterName="writer_pdf_Export"))
        document.close(True)
        return str(target)


folder = Path(sys.argv[1])
with Office(folder) as office:
    columns = office.columns(folder / "main.docx")
    sheets = office.merged(folder / "main.docx", folder / "data" / "rows.csv")
json.dump({"columns": columns, "sheets": sheets}, sys.stdout)
